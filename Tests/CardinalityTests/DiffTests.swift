import Foundation
import TSDB
import Testing

@testable import Cardinality

/// Every figure of a comparison against sets of dictionaries, and against what the reference reader says.
@Suite struct DiffTests {
    /// Each number of a comparison adds up, and equals what sets say.
    private func expect(
        _ diff: CardinalityDiff, equals brute: BruteForceDiff, _ comment: Comment,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        func check(_ counts: DiffCounts, _ brute: BruteForceDiff, _ what: String) {
            let comment = Comment(rawValue: "\(comment) \(what)")
            #expect(counts.before == brute.old.count, comment, sourceLocation: sourceLocation)
            #expect(counts.after == brute.new.count, comment, sourceLocation: sourceLocation)
            #expect(counts.added == brute.added.count, comment, sourceLocation: sourceLocation)
            #expect(counts.gone == brute.gone.count, comment, sourceLocation: sourceLocation)
            #expect(counts.kept == brute.kept.count, comment, sourceLocation: sourceLocation)
            let parts = [counts.renamed, counts.replaced, counts.grown].compactMap { $0 }.reduce(0, +)
            #expect(parts == counts.added, comment, sourceLocation: sourceLocation)
            #expect((counts.lost ?? 0) <= (counts.gone ?? 0), comment, sourceLocation: sourceLocation)
        }
        check(diff.counts, brute, "total")
        #expect(diff.counts.lost == (diff.counts.gone ?? 0) - (diff.counts.renamed ?? 0) - (diff.counts.replaced ?? 0))
        #expect(Set(diff.metrics.map(\.name)) == brute.metrics, comment, sourceLocation: sourceLocation)
        let touched = Set(diff.changes.flatMap(\.metrics))
        for metric in diff.metrics {
            let own = brute.of { $0["__name__"] ?? "" == metric.name }
            check(metric.counts, own, metric.name)
            for label in metric.labels {
                let (old, new) = own.values(of: label.name)
                let truth = ValueCounts(
                    before: old.count, after: new.count, added: new.subtracting(old).count,
                    gone: old.subtracting(new).count)
                #expect(label.values == truth, "\(metric.name) \(label.name)", sourceLocation: sourceLocation)
            }
            if !touched.contains(metric.name), metric.renamedTo == nil {
                #expect(metric.counts.replaced == own.replaced, "\(metric.name)", sourceLocation: sourceLocation)
            }
        }
        for label in diff.labels {
            let (old, new) = brute.values(of: label.name)
            let truth = ValueCounts(
                before: old.count, after: new.count, added: new.subtracting(old).count, gone: old.subtracting(new).count
            )
            #expect(label.values == truth, "\(label.name)", sourceLocation: sourceLocation)
        }
        for group in diff.groups {
            let own = brute.of { labels in diff.groupedBy.map { labels[$0] } == group.values }
            check(group.counts, own, "\(group.values)")
        }
    }

    @Test(arguments: 0..<8)
    func randomSeries(seed: Int) throws {
        var random = SeededRandom(UInt64(seed + 100))
        let all = RandomSeries(seed: UInt64(seed), count: 60 << (seed % 4), metrics: 1 + seed % 6).samples.map(\.labels)
        let share = [2, 5, 20][seed % 3]
        var (old, new): ([BruteForce.Labels], [BruteForce.Labels]) = ([], [])
        for labels in all {
            switch Int.random(in: 0..<share, using: &random) {
            case 0: old.append(labels)
            case 1: new.append(labels)
            default:
                old.append(labels)
                new.append(labels)
            }
        }
        let brute = BruteForceDiff(old: Set(old), new: Set(new))
        let blocks = try DiffBlocks(old, new)
        for by in [["zone"], ["pod", "__name__", "nowhere"]] {
            for threads in [1, 3] {
                let diff = try blocks.diff {
                    $0.groupBy = by
                    $0.threads = threads
                }
                #expect(diff.diagnostics == [])
                expect(diff, equals: brute, "seed \(seed), by \(by), \(threads) threads")
                #expect(!diff.groups.isEmpty)
            }
        }
        // The same from snapshots, and the other way round.
        let snapshots = [
            try SnapshotFile(AnalysisOptions(blocks.old.path)), try SnapshotFile(AnalysisOptions(blocks.new.path)),
        ]
        let back = try Diff.run(
            AnalysisOptions(sources: [snapshots[1].path]), AnalysisOptions(sources: [snapshots[0].path]))
        expect(back, equals: BruteForceDiff(old: brute.new, new: brute.old), "snapshots \(seed)")
    }

    @Test(arguments: ["blocks-churn", "blocks-overlapping", "block-zero-series", "wal-checkpoint-blocks"])
    func neighboursOfTheSampleData(name: String) throws {
        struct Neighbours: Decodable {
            struct Churn: Decodable {
                var from: String
                var to: String
                var new: Int
                var gone: Int
                var kept: Int
                var newPerMetric: [String: Int]?
                var gonePerMetric: [String: Int]?

                private enum CodingKeys: String, CodingKey {
                    case from, to, new, gone, kept
                    case newPerMetric = "new_per_metric"
                    case gonePerMetric = "gone_per_metric"
                }
            }
            var churn: [Churn]
        }
        let data = try SampleData(name)
        let truth = try JSONDecoder().decode(
            Neighbours.self, from: Data(contentsOf: URL(filePath: "\(SampleData.archives)/\(name).truth.json")))
        #expect(!truth.churn.isEmpty)
        for churn in truth.churn {
            let diff = try Diff.run(
                AnalysisOptions("\(data.directory)/\(churn.from)"), AnalysisOptions("\(data.directory)/\(churn.to)"))
            #expect([diff.counts.added, diff.counts.gone, diff.counts.kept] == [churn.new, churn.gone, churn.kept])
            for metric in diff.metrics {
                #expect(metric.counts.added == churn.newPerMetric?[metric.name] ?? 0, "\(metric.name)")
                #expect(metric.counts.gone == churn.gonePerMetric?[metric.name] ?? 0, "\(metric.name)")
            }
        }
    }

    @Test(arguments: SampleData.names.filter { $0 != "empty-dir" && $0 != "block-long-values" })
    func aSourceDoesNotDifferFromItself(name: String) throws {
        let data = try SampleData(name)
        let report = try Analysis.run(AnalysisOptions(data.directory))
        let diff = try Diff.run(AnalysisOptions(data.directory), AnalysisOptions(data.directory))
        #expect(diff.counts.before == report.totals.counts.series && diff.counts.kept == diff.counts.before)
        #expect(diff.counts.added == 0 && diff.counts.gone == 0 && diff.changes.isEmpty)
        #expect(diff.old.labelPairs == report.totals.labelPairs && diff.new.metrics == report.totals.metrics)
        #expect(diff.old.window?.maxTime == report.window?.maxTime)
        #expect(diff.metrics.allSatisfy { !$0.counts.isChanged && $0.causes.isEmpty })
    }

    @Test func windowsOfOneSource() throws {
        let data = try SampleData("wal-checkpoint-blocks")
        let window = try #require(try Analysis.run(AnalysisOptions(data.directory)).window)
        let middle = (window.minTime + window.maxTime) / 2
        func options(_ range: ClosedRange<Int64>) -> AnalysisOptions {
            AnalysisOptions(data.directory) {
                $0.selection.minTime = range.lowerBound
                $0.selection.maxTime = range.upperBound
            }
        }
        let (old, new) = (options(window.minTime...middle), options((middle + 1)...window.maxTime))
        let brute = try BruteForceDiff(
            old: Set(BruteForce(data.opened(old.selection)).series.keys),
            new: Set(BruteForce(data.opened(new.selection)).series.keys))
        #expect(!brute.added.isEmpty || !brute.gone.isEmpty)
        expect(try Diff.run(old, new), equals: brute, "windows")
    }

    @Test func memoryIsBounded() throws {
        let series = (0..<20_000).map { ["__name__": "m\($0 % 3)", "pod": "pod-\($0)", "path": "/\($0 % 90)"] }
        let blocks = try DiffBlocks(Array(series.dropFirst(5000)), Array(series.dropLast(5000)))
        var refused = 0
        for limit in stride(from: MemoryBudget.overhead, through: MemoryBudget.overhead + 8 << 20, by: 512 << 10) {
            do {
                let diff = try blocks.diff { $0.maxMemory = limit }
                #expect(diff.counts.kept == 10_000)
            } catch let error as Diagnostic {
                #expect(error.isRefusal && error.message.contains("--max-memory"))
                refused += 1
            }
        }
        #expect(refused > 0)
        #expect(try blocks.diff { $0.maxMemory = 256 << 20 }.counts.added == 5000)
    }

    @Test func aDamagedBlockCostsItsSide() throws {
        let blocks = try DiffBlocks([["__name__": "a", "x": "1"]], [["__name__": "a", "x": "2"]])
        #expect(throws: Diagnostic.self) {
            try Diff.run(AnalysisOptions(sources: ["/nowhere"]), AnalysisOptions(sources: [blocks.new.path]))
        }
        #expect(throws: Diagnostic.self) {
            try Diff.run(AnalysisOptions(sources: [blocks.old.path]), AnalysisOptions(sources: ["/nowhere"]))
        }
    }
}
