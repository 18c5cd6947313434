import Foundation
import TSDB
import Testing

@testable import Cardinality

/// A snapshot is as good as its source.
@Suite struct SnapshotTests {
    private static let cases = SampleData.names.filter { $0 != "empty-dir" }

    @Test(arguments: cases)
    func tellsWhatItsSourceTells(name: String) throws {
        let data = try SampleData(name)
        let options = AnalysisOptions(data.directory) { $0.groupBy = ["job", "instance"] }
        let direct = try Analysis.run(options)
        let snapshot = try SnapshotFile(options)
        var again = options
        again.sources = [snapshot.path]
        let report = try Analysis.run(again)
        #expect(report.diagnostics == [])
        PlainReport(report).expect(equals: PlainReport(direct), name)
        #expect(report.sources.map(\.kind) == [.snapshot])
        for (row, original) in zip(report.metrics, direct.metrics) {
            #expect(row.name == original.name)
            #expect(row.type == original.type)
            #expect(row.unit == original.unit && row.help == original.help)
            #expect(row.indexBytes == original.indexBytes)
            #expect(row.chunkBytes == original.chunkBytes)
            #expect(row.labels.map(\.name) == original.labels.map(\.name))
        }
        // A snapshot beside its own source, in either order, is that source.
        for sources in [
            [snapshot.path, data.directory], [data.directory, snapshot.path], [snapshot.path, snapshot.path],
        ] {
            again.sources = sources
            PlainReport(try Analysis.run(again)).expect(equals: PlainReport(direct), "\(name) with itself")
        }
        // A snapshot of a snapshot holds the same.
        again.sources = [snapshot.path]
        let second = try SnapshotFile(again)
        again.sources = [second.path]
        PlainReport(try Analysis.run(again)).expect(equals: PlainReport(direct), "\(name) twice")
    }

    @Test func anEmptyDirectoryGivesAnEmptySnapshot() throws {
        let snapshot = try SnapshotFile(AnalysisOptions(SampleData("empty-dir").directory))
        let report = try Analysis.run(AnalysisOptions(snapshot.path))
        #expect(report.totals.counts.series == 0)
        #expect(report.diagnostics == [])
        #expect(report.window == nil)
    }

    @Test(arguments: ["blocks-overlapping", "blocks-churn", "bucket-thanos", "wal-checkpoint-blocks"])
    func snapshotsOfPartsUniteToTheWhole(name: String) throws {
        let data = try SampleData(name)
        let downsampled = try Analysis.run(AnalysisOptions(data.directory)).leftOut.map(\.path)
        var snapshots: [SnapshotFile] = []
        for block in data.blocks where !downsampled.contains(block) {
            snapshots.append(try SnapshotFile(AnalysisOptions(block)))
        }
        if data.truth.part("wal") != nil {
            snapshots.append(try SnapshotFile(AnalysisOptions(data.directory + "/wal")))
        }
        let whole = PlainReport(try Analysis.run(AnalysisOptions(data.directory)))
        var options = AnalysisOptions(sources: snapshots.map(\.path))
        PlainReport(try Analysis.run(options)).withoutActivity.expect(equals: whole.withoutActivity, name)
        options.sources.shuffle()
        options.threads = 3
        PlainReport(try Analysis.run(options)).withoutActivity.expect(equals: whole.withoutActivity, name)
    }

    @Test(arguments: ["blocks-overlapping", "wal-ooo", "block-upper", "bucket-thanos"])
    func selectionsSelectTheSame(name: String) throws {
        let data = try SampleData(name)
        let snapshot = try SnapshotFile(AnalysisOptions(data.directory))
        let selectors = [
            "{job=~\".*a.*\"}", "{le!=\"\"}", "{le=\"\",job!=\"\"}", "{__name__=~\".*_total\"}", "{nowhere=\"1\"}",
            "{__name__!~\".*_bucket\",job!=\"\"}", "{cluster=\"eu1\"}",
        ]
        for selector in selectors {
            let options = AnalysisOptions(sources: [data.directory])
            var chosen = options
            chosen.selection = try Selection(selector)
            let direct = PlainReport(try Analysis.run(chosen))
            // Selected when it is read, or when it was written.
            let written = try SnapshotFile(chosen)
            PlainReport(try Analysis.run(AnalysisOptions(written.path))).expect(equals: direct, "written \(selector)")
            chosen.sources = [snapshot.path]
            PlainReport(try Analysis.run(chosen)).expect(equals: direct, "read \(selector)")
        }
    }

    /// A snapshot knows first and last times only: a range it does not reach into from outside selects alike.
    @Test func timeRangesClipLifetimes() throws {
        let series = RandomSeries(seed: 5, count: 80)
        let directory = try TemporaryDirectory()
        try directory.writeBlock(IndexBytes(series.series).bytes)
        let snapshot = try SnapshotFile(AnalysisOptions(directory.path))
        let range: ClosedRange<Int64> = 2_000_000...3_000_000
        var brute = BruteForce()
        for (labels, times) in series.bruteForce().series {
            guard let first = times.first, let last = times.last else { continue }
            guard first <= range.upperBound, last >= range.lowerBound else { continue }
            brute.add(labels, first: max(first, range.lowerBound), last: min(last, range.upperBound))
        }
        let report = try Analysis.run(
            AnalysisOptions(snapshot.path) {
                $0.selection.minTime = range.lowerBound
                $0.selection.maxTime = range.upperBound
            })
        PlainReport(report).expect(equals: brute.report())
    }

    // MARK: Redaction

    @Test(arguments: ["blocks-churn", "block-upper", "wal-histograms", "bucket-thanos", "block-index-v1"])
    func redactionKeepsCountsAndHidesValues(name: String) throws {
        let data = try SampleData(name)
        let direct = try Analysis.run(AnalysisOptions(data.directory))
        let key = Array("a key of the test".utf8)
        let snapshot = try SnapshotFile(AnalysisOptions(data.directory) { $0.redactionKey = key })
        let report = try Analysis.run(AnalysisOptions(snapshot.path))
        #expect(report.totals.counts == direct.totals.counts)
        #expect(PlainReport(report).metrics == PlainReport(direct).metrics)
        #expect(PlainReport(report).sizes == PlainReport(direct).sizes)
        for (row, original) in zip(report.labels, direct.labels) {
            #expect(row.name == original.name && row.values == original.values)
            #expect(row.shapes.map(\.shape) == original.shapes.map(\.shape), "\(row.name)")
            #expect(row.shapes.map(\.values) == original.shapes.map(\.values), "\(row.name)")
        }
        // No value is in what the file holds, decompressed.
        let names = Set(direct.labels.map(\.name)).union(direct.metrics.map(\.name))
        let kept = Set(["__name__", "le", "quantile"])
        let shown = Set(
            report.labelPairs.filter { !kept.contains(report.labels[$0.label].name) }.map {
                report.text(of: $0.value)
            })
        let strings = try Self.strings(of: snapshot.path)
        var keptValues = names
        for pair in direct.labelPairs where kept.contains(direct.labels[pair.label].name) {
            keptValues.insert(direct.text(of: pair.value))
        }
        for pair in direct.labelPairs where !kept.contains(direct.labels[pair.label].name) {
            let value = direct.text(of: pair.value)
            #expect(!shown.contains(value))
            if !keptValues.contains(value) { #expect(!strings.contains(value), "\(value)") }
        }
        // The same key redacts alike, so that a second snapshot is the same series; another key does not.
        let twin = try SnapshotFile(AnalysisOptions(data.directory) { $0.redactionKey = key })
        let both = try Analysis.run(AnalysisOptions(snapshot.path, twin.path))
        #expect(both.totals.counts == direct.totals.counts)
        let other = try SnapshotFile(AnalysisOptions(data.directory) { $0.redactionKey = [1] })
        let mixed = try Analysis.run(AnalysisOptions(snapshot.path, other.path))
        #expect(mixed.totals.counts.series > direct.totals.counts.series)
        // A report of the source that is redacted on the way out shows what the snapshot holds.
        let redacted = try Analysis.run(AnalysisOptions(data.directory) { $0.redactionKey = key })
        #expect(PlainReport(redacted).pairs == PlainReport(report).pairs)
    }

    private static func strings(of path: String) throws -> Set<String> {
        let source = try SourceOpener.open(
            path, SourceOptions(selection: Selection(), readsActivity: true, threads: 1, budget: .unlimited))
        var strings: Set<String> = []
        for part in source.parts { part.forEachSymbol { strings.insert(String(decoding: $1, as: UTF8.self)) } }
        return strings
    }

    // MARK: What is no snapshot

    @Test func anotherVersionIsRefused() throws {
        let sound = try SnapshotFile(AnalysisOptions(SampleData("block-index-v1-public").directory)).bytes
        func fault(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws -> Diagnostic? {
            let file = try SnapshotFile(bytes)
            return #expect(throws: Diagnostic.self, sourceLocation: sourceLocation) {
                try Analysis.run(AnalysisOptions(file.path))
            }
        }
        var future = sound
        future[8] = 2
        let version = try #require(try fault(future))
        #expect(version.message.contains("version 2") && version.offset == 8)
        var magic = sound
        magic[0] ^= 1
        #expect(try fault(magic)?.message.contains("is no source") == true)
        let trailing = try #require(try fault(sound + [0]))
        #expect(trailing.message.contains("cut off") && trailing.offset != nil)
        #expect(try fault(sound + sound) != nil)
        #expect(try fault([]) != nil)
        #expect(try fault(Array(sound.prefix(12))) != nil)
    }
}
