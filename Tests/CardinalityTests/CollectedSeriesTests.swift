import Testing

@testable import Cardinality
@testable import TSDB

/// A part that was collected in memory counts, and is exported, as the block with the same series.
@Suite struct CollectedSeriesTests {
    @Test(arguments: [1, 2] as [UInt64]) func countsAsABlock(seed: UInt64) throws {
        let random = RandomSeries(seed: seed, count: 3000)
        let directory = try TemporaryDirectory()
        try directory.writeBlock(IndexBytes(random.series).bytes)
        let options = AnalysisOptions(directory.path) { $0.groupBy = ["zone", "path"] }
        let expected = PlainReport(try Analysis.run(options))

        var collected = AnalysisOptions { $0.groupBy = ["zone", "path"] }
        collected.openParts = [try part(of: random)]
        PlainReport(try Analysis.run(collected)).expect(equals: expected, "in memory")
        let snapshot = try SnapshotFile(collected)
        PlainReport(try Analysis.run(AnalysisOptions(snapshot.path) { $0.groupBy = ["zone", "path"] }))
            .expect(equals: expected, "as a snapshot")
        // Beside a source with the same series every one counts once.
        var both = options
        both.openParts = collected.openParts
        PlainReport(try Analysis.run(both)).expect(equals: expected, "together")
    }

    private func part(of random: RandomSeries) throws -> CollectedSeries {
        let options = SourceOptions(selection: Selection(), readsActivity: true, threads: 1, budget: .unlimited)
        var collector = try SeriesCollector(.stream, path: "stream", options)
        for (labels, chunks) in random.samples.shuffled() {
            collector.beginLabels()
            for (name, value) in labels { try collector.addLabel(name: name, value: value) }
            guard case .row(let row, _) = try collector.endLabels() else { continue }
            for chunk in chunks {
                collector.note(row, at: chunk.first)
                collector.note(row, at: chunk.last)
            }
        }
        return try collector.finish()
    }
}
