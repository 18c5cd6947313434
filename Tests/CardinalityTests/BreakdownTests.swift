import Foundation
import PromQL
import Synchronization
import TSDB
import Testing

@testable import Cardinality

/// What is counted beside a report, against sets of dictionaries.
@Suite struct BreakdownTests {
    private static let selectors: [(String, @Sendable (BruteForce.Labels) -> Bool)] = [
        ("{pod=\"pod-1\"}", { $0["pod"] == "pod-1" }),
        ("metric_2", { $0["__name__"] == "metric_2" }),
        (
            "{__name__=~\"metric_[24]\",zone=~\"zone-(0|1)\"}",
            {
                ["metric_2", "metric_4"].contains($0["__name__"]) && ["zone-0", "zone-1"].contains($0["zone"])
            }
        ),
        ("{__name__!~\"metric_.*\",pod!=\"\"}", { $0["__name__"] == nil && $0["pod"] != nil }),
        ("{pod=~\"pod-.*\",zone=\"\"}", { $0["pod"] != nil && $0["zone"] == nil }),
        ("{pod=~\".+\",zone=~\"zone-0|\"}", { $0["pod"] != nil && ["", "zone-0"].contains($0["zone"] ?? "") }),
        ("{nowhere!=\"x\",cluster=\"one\"}", { $0["cluster"] == "one" }),
        ("{nowhere=\"x\"}", { _ in false }),
        (
            "{pod!=\"\",zone!=\"zone-1\",path!~\"/.*\"}",
            {
                $0["pod"] != nil && $0["zone"] != "zone-1" && $0["path"]?.hasPrefix("/") != true
            }
        ),
    ]

    private static func block(_ series: RandomSeries) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try directory.writeBlock(IndexBytes(series.series, version: 2).bytes)
        return directory
    }

    private static func rows(_ report: CardinalityReport, _ index: Int) -> [[String]: SeriesCounts] {
        var rows: [[String]: SeriesCounts] = [:]
        for row in report.breakdowns[index] {
            rows[row.values.map { $0.map(report.text(of:)) ?? "" }] = row.counts
        }
        return rows
    }

    @Test(arguments: 0..<5, [[], ["zone"], ["pod", "nowhere"], ["__name__", "zone"]])
    func breakdownsAgree(seed: Int, by: [String]) throws {
        let series = RandomSeries(seed: UInt64(seed), count: 150)
        let directory = try Self.block(series)
        var options = AnalysisOptions(sources: [directory.path])
        options.groupBy = ["path"]
        options.threads = 2
        options.breakdowns = try Self.selectors.map { text, _ in
            SeriesBreakdown(matchers: try Selector(parsing: text).matchers, by: by)
        }
        let report = try Analysis.run(options)
        let brute = series.bruteForce()
        #expect(report.groups.reduce(0) { $0 + $1.counts.series } == report.totals.counts.series)
        #expect(report.breakdowns.count == Self.selectors.count)
        let window = try #require(report.window)
        for (index, (text, wanted)) in Self.selectors.enumerated() {
            var expected: [[String]: SeriesCounts] = [:]
            for (labels, times) in brute.series where wanted(labels) {
                let key = by.map { labels[$0] ?? "" }
                var counts = expected[key] ?? SeriesCounts(series: 0, active: 0, new: 0, gone: 0)
                counts.series += 1
                if let first = times.first, let last = times.last {
                    let isActive = last >= window.maxTime - window.activeWithin
                    counts.active = (counts.active ?? 0) + (isActive ? 1 : 0)
                    counts.gone = (counts.gone ?? 0) + (isActive ? 0 : 1)
                    counts.new = (counts.new ?? 0) + (first > window.minTime + window.activeWithin ? 1 : 0)
                }
                expected[key] = counts
            }
            #expect(Self.rows(report, index) == expected, "\(text) by \(by), seed \(seed)")
        }
    }

    @Test(arguments: 0..<4)
    func partsAreReportsOfTheirOwn(seed: Int) throws {
        let series = RandomSeries(seed: UInt64(seed), count: 150)
        let directory = try Self.block(series)
        let options = AnalysisOptions(directory.path) { $0.groupBy = ["zone"] }
        let (whole, parts) = try Analysis.run(options) { report in
            #expect(report.totals.counts.series == series.bruteForce().series.count)
            return Self.selectors.map { text, _ in (try? Selector(parsing: text).matchers) ?? [] }
        }
        PlainReport(whole).expect(equals: series.bruteForce().report(by: ["zone"]), "whole")
        for ((text, wanted), part) in zip(Self.selectors, parts) {
            let expected = series.bruteForce().filtered(wanted)
            #expect(part.totals.counts.series == expected.series.count, "\(text)")
            #expect(part.groups.isEmpty && part.breakdowns.isEmpty)
            for metric in part.metrics {
                #expect(metric.counts.series > 0)
                for label in metric.labels {
                    #expect(
                        label.seriesWithout == expected.series(of: metric.name, without: [label.name]),
                        "\(text) \(metric.name) \(label.name)")
                }
            }
        }
    }

    /// What is read for the largest metrics alone is what is counted when everything is read for every part.
    @Test(arguments: 0..<4, [1, 2, 3])
    func largestMetricsOfParts(seed: Int, largest: Int) throws {
        let directory = try Self.block(RandomSeries(seed: UInt64(seed), count: 150))
        let parts = Self.selectors.map { text, _ in (try? Selector(parsing: text).matchers) ?? [] }
        let reads = Mutex(0)
        let options = AnalysisOptions(directory.path) {
            $0.threads = 1
            $0.progress = { progress in if progress.done == progress.total { reads.withLock { $0 += progress.total } } }
        }
        let whole = try Analysis.run(options) { _ in parts }
        let readAll = reads.withLock { total in
            defer { total = 0 }
            return total
        }
        let few = try Analysis.run(options, largest: largest) { _ in parts }
        #expect(reads.withLock { $0 } < readAll, "fewer series are read")
        #expect(few.parts.count == parts.count)
        for (part, all) in zip(few.parts, whole.parts) {
            #expect(part.metrics.prefix(largest).map(\.name) == all.metrics.prefix(largest).map(\.name))
            for (one, other) in zip(part.metrics.prefix(largest), all.metrics) {
                #expect(one.counts == other.counts)
                #expect(one.labels == other.labels)
            }
        }
    }

    /// Several parts, labels that stand beside their index, and replicas that are united.
    @Test func acrossParts() throws {
        let data = try SampleData("blocks-overlapping")
        let brute = try BruteForce(data.opened())
        let text = "{job=~\".+\",__name__!~\"[a-g].*\"}"
        let options = try AnalysisOptions(data.directory) {
            $0.breakdowns = [SeriesBreakdown(matchers: try Selector(parsing: text).matchers, by: ["job"])]
        }
        let (report, parts) = try Analysis.run(options) { _ in [(try? Selector(parsing: text).matchers) ?? []] }
        let wanted = brute.filtered {
            $0["job"] != nil && !("a"..."g").contains($0["__name__"]?.unicodeScalars.first ?? "z")
        }
        #expect(report.breakdowns[0].reduce(0) { $0 + $1.counts.series } == wanted.series.count)
        #expect(parts[0].totals.counts.series == wanted.series.count)
        #expect(wanted.series.count > 0 && wanted.series.count < brute.series.count)
    }
}
