import Foundation
import TSDB
import Testing

@testable import Cardinality

/// Every figure of a report against sets of dictionaries.
@Suite struct BruteForceTests {
    private static func block(_ series: RandomSeries, version: UInt8 = 2) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try directory.writeBlock(IndexBytes(series.series, version: version).bytes)
        return directory
    }

    /// What is left without several labels together.
    private func expectTogether(_ report: CardinalityReport, _ brute: BruteForce, _ comment: String) {
        for row in report.metrics {
            guard let together = row.together else { continue }
            #expect(together.labels.count > 1 && together.labels.count <= 4)
            #expect(
                together.seriesWithout == brute.series(of: row.name, without: together.labels), "\(comment) \(row.name)"
            )
            #expect(together.seriesWithout * 2 <= row.counts.series)
        }
    }

    private func expectDeterminers(_ report: CardinalityReport, _ brute: BruteForce, _ comment: String) {
        for (metric, labels) in report.determiners {
            let values = Dictionary(
                uniqueKeysWithValues: labels.keys.map { ($0, brute.valuesWithAbsent(of: $0, in: metric)) })
            for (label, claimed) in labels {
                // What is alike everywhere is fixed by anything, which says nothing.
                let truth = values[label] == 1 ? [] : brute.determiners(of: label, in: metric)
                #expect(claimed.isSubset(of: truth), "\(comment) \(metric) \(label)")
                // Only the three labels with most values are looked at; ties may fall out either way.
                let rivals = values.filter { $0.value > 1 }
                for determiner in truth where values[determiner] ?? 0 > 1 {
                    let larger = rivals.count { $0.key != determiner && $0.value >= values[determiner] ?? 0 }
                    if larger < 3 {
                        #expect(claimed.contains(determiner), "\(comment) \(metric) \(label) \(determiner)")
                    }
                }
            }
        }
    }

    @Test(arguments: SampleData.names.filter { $0 != "empty-dir" && $0 != "block-long-values" })
    func realDirectories(name: String) throws {
        let data = try SampleData(name)
        let brute = try BruteForce(data.opened())
        for by in [["job"], ["job", "instance", "nowhere"], ["__name__", "code"]] {
            let report = try Analysis.run(AnalysisOptions(data.directory) { $0.groupBy = by })
            PlainReport(report).expect(equals: brute.report(by: by), name)
            expectDeterminers(report, brute, name)
            expectTogether(report, brute, name)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt8], 0..<6)
    func randomSeries(version: UInt8, seed: Int) throws {
        let series = RandomSeries(seed: UInt64(seed), count: 40 << (seed % 4), metrics: 1 + seed)
        let directory = try Self.block(series, version: version)
        let brute = series.bruteForce()
        let report = try Analysis.run(AnalysisOptions(directory.path) { $0.groupBy = ["zone", "path"] })
        #expect(report.diagnostics == [])
        PlainReport(report).expect(equals: brute.report(by: ["zone", "path"]), "seed \(seed)")
        expectDeterminers(report, brute, "seed \(seed)")
        expectTogether(report, brute, "seed \(seed)")
        for (row, group) in zip(report.groups, report.groups.dropFirst()) {
            #expect(row.counts.series >= group.counts.series)
        }
    }

    @Test(arguments: 0..<4)
    func timeRanges(seed: Int) throws {
        let series = RandomSeries(seed: UInt64(seed), count: 120)
        let directory = try Self.block(series)
        let ranges: [ClosedRange<Int64>] = [
            0...0, 0...1_000_000, 2_000_000...2_000_000, 3_000_000...4_500_000, .min...3_000_000,
            5_000_000 ... .max, 8_500_000...20_000_000,
        ]
        for range in ranges {
            let report = try Analysis.run(
                AnalysisOptions(directory.path) {
                    $0.selection.minTime = range.lowerBound
                    $0.selection.maxTime = range.upperBound
                })
            PlainReport(report).expect(equals: series.bruteForce(range).report(), "seed \(seed), \(range)")
        }
    }

    @Test func rangesOutsideTheBlocksLeaveThemOut() throws {
        let data = try SampleData("blocks-churn")
        let report = try Analysis.run(AnalysisOptions(data.directory) { $0.selection.minTime = .max })
        #expect(report.totals.counts.series == 0)
        #expect(report.leftOut.map(\.reason) == Array(repeating: "outside the time range", count: 3))
    }

    private static let selectors: [(String, @Sendable (BruteForce.Labels) -> Bool)] = [
        ("{pod=\"pod-1\"}", { $0["pod"] == "pod-1" }),
        ("metric_2", { $0["__name__"] == "metric_2" }),
        ("metric_4{path!=\"/1\"}", { $0["__name__"] == "metric_4" && $0["path"] != "/1" }),
        (
            "{__name__=~\"metric_[24]\",zone=~\"zone-(0|1)\"}",
            {
                ["metric_2", "metric_4"].contains($0["__name__"]) && ["zone-0", "zone-1"].contains($0["zone"])
            }
        ),
        ("{__name__!~\"metric_.*\",pod!=\"\"}", { $0["__name__"] == nil }),
        ("{pod=~\"pod-.*\",zone=\"\"}", { $0["pod"] != nil && $0["zone"] == nil }),
        ("{pod=~\".+\",zone=~\"zone-0|\"}", { ($0["zone"] ?? "") == "" || $0["zone"] == "zone-0" }),
        (
            "{pod!~\"pod-(1|2|3)\",nowhere!=\"x\",cluster=\"one\"}",
            {
                !["pod-1", "pod-2", "pod-3"].contains($0["pod"] ?? "")
            }
        ),
        ("{nowhere=\"x\"}", { _ in false }),
        ("{__name__=\"\",cluster=\"one\"}", { $0["__name__"] == nil }),
    ]

    @Test(arguments: [1, 2] as [UInt8], 0..<3)
    func selectorsAgree(version: UInt8, seed: Int) throws {
        let series = RandomSeries(seed: UInt64(seed), count: 150)
        let directory = try Self.block(series, version: version)
        for (selector, wanted) in Self.selectors {
            let report = try Analysis.run(AnalysisOptions(directory.path) { $0.selection = try Selection(selector) })
            PlainReport(report).expect(equals: series.bruteForce().filtered(wanted).report(), selector)
        }
        // Any of several; a range beside them.
        for (one, two) in zip(Self.selectors, Self.selectors.dropFirst()) {
            let report = try Analysis.run(
                AnalysisOptions(directory.path) {
                    $0.selection = try Selection(one.0, two.0)
                    $0.selection.minTime = 1_000_000
                    $0.selection.maxTime = 3_000_000
                })
            let brute = series.bruteForce(1_000_000...3_000_000).filtered { one.1($0) || two.1($0) }
            PlainReport(report).expect(equals: brute.report(), "\(one.0) or \(two.0)")
        }
    }

    @Test(arguments: ["wal-checkpoint-blocks", "blocks-overlapping", "wal-ooo", "block-utf8", "head-snapshot"])
    func selectorsAgreeOnRealDirectories(name: String) throws {
        let data = try SampleData(name)
        let all = try BruteForce(data.opened())
        let cases: [(String, (BruteForce.Labels) -> Bool)] = [
            (
                "{job=~\".*[a-m].*\",instance!=\"\"}",
                {
                    ($0["job"] ?? "").unicodeScalars.contains { ("a"..."m").contains($0) } && $0["instance"] != nil
                }
            ),
            ("{le=\"\",job!=\"\"}", { $0["le"] == nil && $0["job"] != nil }),
            (
                "{__name__!~\".*_total\",job!=\"\"}",
                {
                    !($0["__name__"] ?? "").hasSuffix("_total") && $0["job"] != nil
                }
            ),
            (
                "{__name__=~\".+_bucket\"}",
                { $0["__name__"]?.hasSuffix("_bucket") == true && $0["__name__"] != "_bucket" }
            ),
        ]
        for (selector, wanted) in cases {
            let report = try Analysis.run(AnalysisOptions(data.directory) { $0.selection = try Selection(selector) })
            PlainReport(report).expect(equals: all.filtered(wanted).report(), "\(name) \(selector)")
        }
    }

    /// Enough series for the survey of one index to be shared among threads: a time range asks for a survey.
    @Test func manySeriesOnSeveralThreads() throws {
        let directory = try TemporaryDirectory()
        let series = (0..<41_000).map { number -> IndexBytes.Series in
            let time = Int64(number % 50) * 1000
            let labels = [("__name__", "m\(number / 9000)"), ("a", "\(number % 300)"), ("b", "\(number / 300)")]
            return IndexBytes.Series(labels, chunks: [(time, time + 7)])
        }
        try directory.writeBlock(IndexBytes(series).bytes)
        var options = AnalysisOptions(sources: [directory.path])
        options.selection.minTime = 1000
        let one = try Analysis.run(options)
        #expect(one.totals.counts.series == 41_000 / 50 * 49)
        #expect(one.metrics.map(\.counts.series) == [8820, 8820, 8820, 8820, 4900])
        for threads in [2, 3] {
            options.threads = threads
            #expect(try Analysis.run(options).lines == one.lines, "\(threads)")
        }
    }
}
