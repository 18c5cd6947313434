import Testing

@testable import TSDB

/// Which series of a head are handed out, and at what cost.
@Suite struct HeadSelectionTests {
    private static func isEqual(_ name: String, _ value: String) -> LabelMatcher {
        LabelMatcher(name: name, acceptsMissing: value.isEmpty) { $0.elementsEqual(value.utf8) }
    }

    private static let directory: HeadDirectory? = try? {
        let series = (0..<100).map { number -> (UInt64, RecordBytes.Labels) in
            let labels = [("__name__", "m\(number % 4)"), ("job", "j\(number % 3)"), ("n", "\(number)")]
            return (UInt64(number), number % 10 == 9 ? Array(labels.dropLast()) : labels)
        }
        let samples = (0..<90).map { RecordBytes.Sample(reference: UInt64($0), time: Int64($0) * 10) }
        let later = (0..<90).map { RecordBytes.Sample(reference: UInt64($0), time: Int64($0) * 10 + 500, value: 7) }
        // One series a record, so that names and values turn up after matchers were resolved.
        return try HeadDirectory(
            series.map { RecordBytes.series([$0]) } + [RecordBytes.samples(samples), RecordBytes.samples(later)])
    }()

    private func head(_ change: (inout HeadOptions) -> Void) throws -> Head {
        var options = HeadOptions(budget: .unlimited)
        change(&options)
        let head = try #require(try Self.directory?.head(options))
        #expect(head.summary.diagnostics == [])
        return head
    }

    @Test func matchersDecide() throws {
        let all = try PartSeries(try head { _ in }).series
        #expect(all.count == 96)
        let one = try head { $0.selection.selectors = [[Self.isEqual("job", "j1"), Self.isEqual("__name__", "m2")]] }
        let expected = all.filter { $0.labels["job"] == "j1" && $0.labels["__name__"] == "m2" }
        #expect(Set(try PartSeries(one).series) == Set(expected))
        #expect(one.summary.series == expected.count)
        #expect(one.metrics.count == 1)
        #expect(one.details.samplesWithoutSeries == 0)

        let either = try head {
            $0.selection.selectors = [[Self.isEqual("job", "j1")], [Self.isEqual("n", ""), Self.isEqual("job", "j2")]]
        }
        let wanted = all.filter {
            $0.labels["job"] == "j1" || $0.labels["n"] == nil && $0.labels["job"] == "j2"
        }
        #expect(Set(try PartSeries(either).series) == Set(wanted))
    }

    @Test func matchersOfWhatDoesNotExist() throws {
        let none = try head { $0.selection.selectors = [[Self.isEqual("nowhere", "x")]] }
        #expect(none.summary.series == 0)
        #expect(none.metrics == [])
        #expect(try head { $0.selection.selectors = [[Self.isEqual("nowhere", "")]] }.summary.series == 96)
    }

    /// Exactly: samples outside the range tell nothing about it.
    @Test func timeRange() throws {
        let some = try PartSeries(
            try head {
                $0.selection.minTime = 400
                $0.selection.maxTime = 495
            })
        #expect(some.series.count == 10)
        #expect(some.series.allSatisfy { $0.first >= 400 && $0.last <= 495 })
        let from = try head { $0.selection.minTime = 1380 }
        #expect(try PartSeries(from).series.map(\.last).sorted() == [1380, 1390])
        #expect(from.summary.minTime == 1380)
        // Without samples no time is known, and the range says nothing.
        let untimed = try head {
            $0.selection.minTime = 1380
            $0.readsSamples = false
        }
        #expect(untimed.summary.series == 96)
    }

    @Test func chunksAreCutToTheTimeRange() throws {
        let directory = try HeadDirectory([
            RecordBytes.series([(1, [("n", "1")]), (2, [("n", "2")])]),
            RecordBytes.samples([.init(reference: 1, time: 5000)]),
        ])
        try directory.directory.write(
            HeadChunkBytes.file([(1, 1000, 2000), (2, 100, 200), (9, 1500, 1600)]), to: "chunks_head/000001")
        var options = HeadOptions(budget: .unlimited)
        options.selection.minTime = 1500
        options.selection.maxTime = 3000
        let series = try PartSeries(try directory.head(options)).series
        #expect(series == [.init(labels: ["n": "1"], first: 1500, last: 2000)])
    }

    @Test func batchesAreFilledAcrossCalls() throws {
        let series = (0..<2000).map {
            (UInt64($0), [("__name__", "m\($0 % 2)"), ("a", "\($0 / 7)"), ("b", "\($0 % 7)")])
        }
        let head = try HeadDirectory([RecordBytes.series(series)]).head()
        var batch = SeriesBatch()
        var rows = 0
        for metric in head.metrics.indices {
            var position = SeriesPosition()
            while try head.read(metric: metric, from: &position, into: &batch) {
                guard batch.isFull else { break }
                rows += batch.count
                let (first, pairs) = (batch.rows[0].shared, batch.pairs.count)
                #expect(first == 0)
                #expect(pairs < rows * 6)
                batch.removeAll()
            }
        }
        #expect(rows + batch.count == 2000)
        #expect(try PartSeries(head).statistics.series == 2000)
    }

    @Test func theBudgetHolds() throws {
        let series = (0..<30_000).map { (UInt64($0), [("__name__", "m"), ("n", "\($0)")]) }
        let directory = try HeadDirectory(
            stride(from: 0, to: series.count, by: 500).map { RecordBytes.series(Array(series[$0..<($0 + 500)])) }
                + (0..<20).map { time in RecordBytes.samples(series.map { .init(reference: $0.0, time: time * 1000) }) }
        )
        let whole = MemoryBudget(limit: MemoryBudget.overhead + 64 << 20)
        do {
            let head = try directory.head(HeadOptions(budget: whole))
            #expect(head.summary.series == 30_000)
            let used = whole.limit - MemoryBudget.overhead - whole.available
            #expect(used > 30_000 * 30 && used < 30_000 * 150)
            withExtendedLifetime(head) {}
        }
        #expect(whole.available == whole.limit - MemoryBudget.overhead)

        let small = MemoryBudget(limit: MemoryBudget.overhead + 2 << 20)
        do throws(any Error) {
            _ = try directory.head(HeadOptions(budget: small))
            Issue.record("2 MiB should not suffice")
        } catch let refusal as Diagnostic {
            #expect(refusal.message.contains("--max-memory"))
        }
        #expect(small.available == small.limit - MemoryBudget.overhead)
        // What nothing was read of yet says nothing of the rest.
        for own in [0, 64 << 10, 512 << 10] {
            let tiny = MemoryBudget(limit: MemoryBudget.overhead + own)
            let refusal = #expect(throws: Diagnostic.self) { try directory.head(HeadOptions(budget: tiny)) }
            let needed = refusal?.message.firstMatch(of: /needs (?:about|at least) (\d+) MiB/).flatMap { Int($0.1) }
            #expect(try #require(needed) << 20 <= whole.limit, "\(refusal?.message ?? "")")
        }
        // Series that are not selected cost little.
        var options = HeadOptions(budget: MemoryBudget(limit: MemoryBudget.overhead + 6 << 20))
        options.selection.selectors = [[Self.isEqual("n", "77")]]
        #expect(try directory.head(options).summary.series == 1)
    }
}
