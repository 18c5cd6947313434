import Foundation
import TSDB
import Testing

@testable import Cardinality

/// A directory of Thanos blocks: external labels, replicas, downsampled copies.
@Suite struct ThanosTests {
    private struct External: Decodable {
        struct Figures: Decodable {
            var distinct_series_with_external_labels: Int
            var distinct_series_external_labels_without_replica: Int
        }
        var external: Figures
    }

    private static func figures() throws -> External.Figures {
        try JSONDecoder().decode(
            External.self, from: Data(contentsOf: URL(filePath: SampleData.archives + "/bucket-thanos.truth.json"))
        ).external
    }

    @Test func externalLabelsAreLabels() throws {
        let data = try SampleData("bucket-thanos")
        let report = try Analysis.run(AnalysisOptions(data.directory))
        #expect(report.diagnostics == [])
        #expect(report.totals.counts.series == 821)
        #expect(try Self.figures().distinct_series_with_external_labels == 821)
        #expect(report.leftOut.map(\.reason) == ["downsampled to 5 minutes: it repeats the series of raw blocks"])
        #expect(report.totals.blocks == 5)
        let brute = try BruteForce(data.opened())
        PlainReport(report).expect(equals: brute.report())
        #expect(Set(report.labels.map(\.name)).isSuperset(of: ["cluster", "replica"]))
    }

    @Test func aReplicaLabelIsRemovedBeforeCounting() throws {
        let data = try SampleData("bucket-thanos")
        let brute = try BruteForce(data.opened(), removing: ["replica"])
        for threads in 1...3 {
            let report = try Analysis.run(
                AnalysisOptions(data.directory) {
                    $0.replicaLabels = ["replica"]
                    $0.threads = threads
                    $0.groupBy = ["cluster"]
                })
            #expect(report.totals.counts.series == 517)
            PlainReport(report).expect(equals: brute.report(by: ["cluster"]))
            #expect(!report.labels.contains { $0.name == "replica" })
        }
        #expect(try Self.figures().distinct_series_external_labels_without_replica == 517)
    }

    /// A label of the series themselves may tell replicas apart just as well.
    @Test func anyLabelCanBeTheReplicas() throws {
        let data = try SampleData("wal-checkpoint-blocks")
        for removed in [["instance"], ["instance", "job"], ["nowhere"], ["instance", "nowhere"]] {
            let brute = try BruteForce(data.opened(), removing: removed)
            let report = try Analysis.run(AnalysisOptions(data.directory) { $0.replicaLabels = removed })
            PlainReport(report).expect(equals: brute.report(), "\(removed)")
        }
    }

    @Test func withoutTheSectionTheyAreBlocksLikeOthers() throws {
        let data = try SampleData("bucket-thanos")
        let copy = try TemporaryDirectory(copyOf: data.directory)
        for file in copy.files where file.hasSuffix("meta.json") {
            let path = copy.path + "/" + file
            var meta = try #require(
                try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any])
            meta["thanos"] = nil
            try copy.write(Array(try JSONSerialization.data(withJSONObject: meta)), to: file)
        }
        let report = try Analysis.run(AnalysisOptions(copy.path))
        #expect(report.leftOut == [])
        #expect(report.totals.counts.series == data.truth.overall.series)
        #expect(PlainReport(report).metrics.mapValues(\.counts.series) == data.truth.overall.seriesPerMetric)
    }

    @Test func selectorsSeeExternalLabels() throws {
        let data = try SampleData("bucket-thanos")
        let all = try BruteForce(data.opened())
        let cases: [(String, (BruteForce.Labels) -> Bool)] = [
            ("{cluster=\"us2\"}", { $0["cluster"] == "us2" }),
            ("{cluster!=\"us2\",job!=\"\"}", { $0["cluster"] != "us2" && $0["job"] != nil }),
            ("{replica=~\"r[01]\"}", { ["r0", "r1"].contains($0["replica"]) }),
            ("{cluster=\"\",job!=\"\"}", { _ in false }),
            ("{cluster=\"eu1\",job!~\".*a.*\"}", { $0["cluster"] == "eu1" && !($0["job"] ?? "").contains("a") }),
            ("{cluster=\"nowhere\"}", { _ in false }),
        ]
        for (selector, wanted) in cases {
            let report = try Analysis.run(AnalysisOptions(data.directory) { $0.selection = try Selection(selector) })
            PlainReport(report).expect(equals: all.filtered(wanted).report(), selector)
        }
    }

    /// Values that look alike but are of other bytes are other values.
    @Test func externalLabelsDifferByBytes() throws {
        let directory = try TemporaryDirectory()
        let index = IndexBytes([IndexBytes.Series([("__name__", "up")])]).bytes
        for (number, city) in ["Malm\u{f6}", "Malmo\u{308}"].enumerated() {
            try directory.writeBlock(index, named: "01HZX0000000000000000000A\(number)", external: ["city": city])
        }
        let report = try Analysis.run(AnalysisOptions(directory.path) { $0.groupBy = ["city"] })
        #expect(report.totals.counts.series == 2)
        #expect(report.totals.labelPairs == 3)
        #expect(report.groups.map(\.counts.series) == [1, 1])
    }

    /// Two blocks whose own labels carry the name of an external one: what stands in the block's metadata wins.
    @Test func anExternalLabelReplacesASeriesOwn() throws {
        let directory = try TemporaryDirectory()
        let series = [
            IndexBytes.Series([("__name__", "up"), ("cluster", "inner"), ("n", "1")]),
            IndexBytes.Series([("__name__", "up"), ("n", "1")]),
        ]
        try directory.writeBlock(IndexBytes(series).bytes, external: ["cluster": "outer"])
        let report = try Analysis.run(AnalysisOptions(directory.path))
        #expect(report.totals.counts.series == 1)
        #expect(PlainReport(report).pairs["cluster"]?.keys.sorted() == ["outer"])
    }
}
