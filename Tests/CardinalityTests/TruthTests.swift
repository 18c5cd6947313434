import Foundation
import TSDB
import Testing

@testable import Cardinality

/// Directories written by Prometheus and Thanos, against what their own readers found in them.
@Suite struct TruthTests {
    private static func analyse(_ sources: [String], _ change: (inout AnalysisOptions) -> Void = { _ in }) throws
        -> CardinalityReport
    {
        var options = AnalysisOptions(sources: sources)
        options.activeWithin = 2 * 3_600_000
        change(&options)
        return try Analysis.run(options)
    }

    private func expect(
        _ report: CardinalityReport, _ truth: Statistics, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let plain = PlainReport(report)
        var statistics = truth
        statistics.series = plain.totals.series
        statistics.metrics = plain.sizes[0]
        statistics.seriesWithoutName = plain.sizes[1]
        statistics.labelNames = plain.sizes[2]
        statistics.labelPairs = plain.sizes[3]
        statistics.totalLabelPairs = plain.labels.values.reduce(0) { $0 + $1.counts.series }
        statistics.maxTime = plain.window?.maxTime
        statistics.active2h = plain.totals.active
        statistics.seriesPerMetric = plain.metrics.mapValues(\.counts.series)
        statistics.labelValues = plain.labels.mapValues(\.values)
        statistics.labelSeries = plain.labels.mapValues(\.counts.series)
        let labelled = plain.metrics.filter { !$0.value.labels.isEmpty }
        statistics.metricLabelValues = labelled.mapValues { $0.labels.mapValues { $0[0] } }
        statistics.metricSeriesWithoutLabel = labelled.mapValues { $0.labels.mapValues { $0[1] } }
        statistics.labelPairSeries = plain.pairs.mapValues { $0.mapValues(\.series) }
        statistics.expect(truth, sourceLocation: sourceLocation)
    }

    @Test(arguments: SampleData.names.filter { $0 != "bucket-thanos" && $0 != "empty-dir" })
    func agreesWithPrometheus(name: String) throws {
        let data = try SampleData(name)
        let report = try Self.analyse([data.directory])
        #expect(report.diagnostics == [])
        #expect(report.leftOut == [])
        #expect(report.totals.blocks == data.blocks.count)
        expect(report, data.truth.overall)
    }

    @Test(arguments: SampleData.names.filter { $0 != "bucket-thanos" })
    func everyBlockOnItsOwn(name: String) throws {
        let data = try SampleData(name)
        for block in data.blocks {
            let truth = try #require(data.truth.parts.first { block.hasSuffix("/\($0.id ?? "-")") })
            let report = try Self.analyse([block])
            #expect(report.diagnostics == [])
            expect(report, truth.statistics)
        }
    }

    @Test func anEmptyDirectoryHoldsNothing() throws {
        let report = try Self.analyse([SampleData("empty-dir").directory])
        #expect(report.totals.counts.series == 0)
        #expect(report.diagnostics.map(\.severity) == [.warning])
        #expect(report.metrics.isEmpty && report.labels.isEmpty && report.labelPairs.isEmpty && report.sources.isEmpty)
    }

    @Test(arguments: SampleData.names.filter { $0 != "bucket-thanos" && $0 != "empty-dir" })
    func threadsChangeNothing(name: String) throws {
        let data = try SampleData(name)
        let one = try Self.analyse([data.directory]) { $0.groupBy = ["job", "instance"] }.lines
        for threads in [2, 3, 8] {
            let other = try Self.analyse([data.directory]) {
                $0.threads = threads
                $0.groupBy = ["job", "instance"]
            }
            #expect(other.lines == one)
        }
    }

    @Test(arguments: SampleData.names.filter { $0.hasPrefix("block") } + ["wal-checkpoint-blocks", "wal-checkpoint"])
    func partsAsSourcesOfTheirOwnAreTheWhole(name: String) throws {
        let data = try SampleData(name)
        let wal = data.directory + "/wal"
        let parts = data.blocks + (FileManager.default.fileExists(atPath: wal) ? [wal] : [])
        let united = try Self.analyse(parts)
        #expect(united.diagnostics == [])
        let whole = PlainReport(try Self.analyse([data.directory]))
        // The WAL alone lacks the older times that only `chunks_head` knows.
        let hasHeadChunks = FileManager.default.fileExists(atPath: data.directory + "/chunks_head")
        let plain = PlainReport(united)
        if hasHeadChunks {
            plain.withoutActivity.expect(equals: whole.withoutActivity, name)
        } else {
            plain.expect(equals: whole, name)
        }
        // And a second time the same: a series counts once wherever it comes from.
        let twice = try Self.analyse(parts + [data.directory] + parts.reversed())
        PlainReport(twice).expect(equals: whole, name)
    }

    @Test(arguments: ["blocks-churn", "blocks-overlapping", "block-zero-series", "wal-checkpoint-blocks"])
    func churnBetweenNeighbours(name: String) throws {
        struct Churn: Decodable {
            var from: String
            var to: String
            var kept: Int
            var new: Int
            var gone: Int
            var new_per_metric: [String: Int]
            var gone_per_metric: [String: Int]
        }
        struct Neighbours: Decodable { var churn: [Churn] }
        let data = try SampleData(name)
        let truth = try JSONDecoder().decode(
            Neighbours.self, from: Data(contentsOf: URL(filePath: "\(SampleData.archives)/\(name).truth.json")))
        #expect(!truth.churn.isEmpty)
        for churn in truth.churn {
            let old = PlainReport(try Self.analyse(["\(data.directory)/\(churn.from)"]))
            let new = PlainReport(try Self.analyse(["\(data.directory)/\(churn.to)"]))
            let both = PlainReport(
                try Self.analyse(["\(data.directory)/\(churn.from)", "\(data.directory)/\(churn.to)"]))
            #expect(both.totals.series - old.totals.series == churn.new)
            #expect(both.totals.series - new.totals.series == churn.gone)
            #expect(old.totals.series + new.totals.series - both.totals.series == churn.kept)
            func more(_ than: PlainReport) -> [String: Int] {
                both.metrics.compactMapValues { $0.counts.series }
                    .merging(than.metrics.mapValues { -$0.counts.series }) { $0 + $1 }.filter { $0.value != 0 }
            }
            #expect(more(old) == churn.new_per_metric)
            #expect(more(new) == churn.gone_per_metric)
        }
    }
}
