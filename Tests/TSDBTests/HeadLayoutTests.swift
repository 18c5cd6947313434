import Testing

@testable import TSDB

/// Which files are read, and what happens when they go away meanwhile.
@Suite struct HeadLayoutTests {
    private static func series(_ number: Int) -> [UInt8] {
        RecordBytes.series([(UInt64(number), [("__name__", "m"), ("n", "\(number)")])])
    }

    private static func numbers(_ head: Head) throws -> [String] {
        try PartSeries(head).series.compactMap { $0.labels["n"] }.sorted()
    }

    @Test func theNewestCheckpointAndTheSegmentsAfterIt() throws {
        let directory = try HeadDirectory()
        try directory.write([Self.series(1)], to: "wal/checkpoint.00000002/00000000")
        try directory.write([Self.series(2)], to: "wal/checkpoint.00000005/00000000")
        try directory.write([Self.series(3)], to: "wal/checkpoint.00000005/00000001")
        try directory.write([Self.series(4)], to: "wal/checkpoint.00000009.tmp/00000000")
        try directory.write([Self.series(5)], to: "wal/00000005")
        try directory.write([Self.series(6)], to: "wal/00000006")
        try directory.write([Self.series(7)], to: "wal/00000007")
        try directory.directory.write([1, 2, 3], to: "wal/series_state.json")
        let head = try directory.head()
        #expect(directory.faults(head) == [])
        #expect(head.details.checkpoint == 5)
        #expect(head.details.segments == 2)
        #expect(try Self.numbers(head) == ["2", "3", "6", "7"])
        let size = SegmentBytes([Self.series(1)]).bytes.count
        #expect(head.summary.sizes.wal == 4 * size)
        #expect(head.details.bytesRead == 4 * size)
    }

    @Test func theNewestSnapshot() throws {
        let directory = try HeadDirectory([Self.series(1)])
        try directory.write([Self.series(2)], to: "wal/00000001")
        func snapshot(_ number: UInt64) -> [UInt8] {
            RecordBytes.snapshotSeries(number, [("__name__", "m"), ("n", "\(number)")], chunk: (10, 20))
        }
        try directory.write([snapshot(3)], to: "chunk_snapshot.000000.0000032768/00000000")
        try directory.write([snapshot(4)], to: "chunk_snapshot.000001.0000000010/00000000")
        try directory.write([snapshot(5)], to: "chunk_snapshot.000001.0000000009/00000000")
        try directory.write([snapshot(6)], to: "chunk_snapshot.000007.0000000009.tmp/00000000")
        let head = try directory.head()
        #expect(directory.faults(head) == [])
        #expect(try Self.numbers(head) == ["1", "2", "4"])
        #expect(head.summary.maxTime == 20)
        #expect(head.details.snapshot?.hasSuffix("chunk_snapshot.000001.0000000010") ?? false)
    }

    /// A restart may give out a reference again; what the snapshot says of it holds from its segment's end on.
    @Test func aSnapshotIsReadWhereItWasMade() throws {
        let directory = try HeadDirectory([Self.series(1), RecordBytes.samples([.init(reference: 1, time: 10)])])
        let labels = [("__name__", "m"), ("n", "1")]
        try directory.write(
            [RecordBytes.snapshotSeries(1, labels, chunk: (10, 10))], to: "chunk_snapshot.000000.0000032768/00000000")
        let again = RecordBytes.series([(1, [("__name__", "m"), ("n", "2")])])
        try directory.write([again, RecordBytes.samples([.init(reference: 1, time: 30)])], to: "wal/00000001")
        let series = try PartSeries(try directory.head()).series.sorted { $0.last < $1.last }
        #expect(series.map { $0.labels["n"] } == ["1", "2"])
        #expect(series.map(\.last) == [10, 30])
    }

    @Test func anOutdatedSnapshotIsLeftOut() throws {
        let directory = try HeadDirectory([Self.series(1)])
        try directory.write(
            [RecordBytes.snapshotSeries(9, [("n", "9")], chunk: nil)], to: "chunk_snapshot.000005.0000000000/00000000")
        let head = try directory.head()
        #expect(head.summary.series == 1)
        #expect(head.summary.diagnostics.map(\.severity) == [.warning])
    }

    @Test func aSnapshotAlone() throws {
        let directory = try HeadDirectory()
        try directory.write(
            [RecordBytes.snapshotSeries(9, [("n", "9")], chunk: nil)], to: "chunk_snapshot.000005.0000000000/00000000")
        let head = try directory.head()
        #expect(directory.faults(head) == [])
        #expect(try Self.numbers(head) == ["9"])
    }

    @Test func gapsAreErrors() throws {
        let directory = try HeadDirectory([Self.series(1)])
        try directory.write([Self.series(2)], to: "wal/00000002")
        try directory.write([[5]], to: "wbl/00000004")
        try directory.write([[5]], to: "wbl/00000006")
        let head = try directory.head()
        #expect(try Self.numbers(head) == ["1", "2"])
        #expect(head.summary.diagnostics.map(\.severity) == [.error, .error])
        #expect(directory.faults(head).first?.hasPrefix("error wal/00000002: follows segment 0") ?? false)
        #expect(directory.faults(head).last?.hasPrefix("error wbl/00000006: follows segment 4") ?? false)
    }

    @Test func aGapAfterTheCheckpointIsAnErrorToo() throws {
        let directory = try HeadDirectory()
        try directory.write([Self.series(1)], to: "wal/checkpoint.00000002/00000000")
        try directory.write([Self.series(2)], to: "wal/00000004")
        #expect(try directory.head().summary.diagnostics.map(\.severity) == [.error])
    }

    @Test func aStartWithoutCheckpointIsAWarning() throws {
        let directory = try HeadDirectory()
        try directory.write([Self.series(2)], to: "wal/00000004")
        #expect(try directory.head().summary.diagnostics.map(\.severity) == [.warning])
    }

    @Test func numbersBeyondReason() throws {
        let directory = try HeadDirectory([Self.series(1)])
        for name in ["9223372036854775807", "9223372036854775808", "99999999999999999999999", "9223372036854775806"] {
            try directory.write([Self.series(2)], to: "wal/\(name)")
            try directory.write([Self.series(3)], to: "wal/checkpoint.\(name)/00000000")
            try directory.write([], to: "chunk_snapshot.\(name).\(name)/00000000")
        }
        #expect(try directory.head().summary.series == 1)
    }

    @Test func anEmptyWAL() throws {
        let directory = try HeadDirectory([])
        let head = try directory.head()
        #expect(directory.faults(head) == [])
        #expect(head.metrics == [])
        #expect(head.summary.series == 0)
        try directory.directory.remove("wal/00000000")
        #expect(try directory.head().summary.series == 0)
    }

    /// A truncation between listing and reading: the checkpoint that took the segments over is found and read.
    @Test func segmentsThatWereTruncatedAreFoundInTheCheckpoint() throws {
        let directory = try HeadDirectory([Self.series(1)])
        try directory.write([Self.series(2)], to: "wal/00000001")
        try directory.write([Self.series(3)], to: "wal/00000002")
        let layout = try #require(HeadLayout.at(directory.directory.path))
        try directory.directory.remove("wal/00000000")
        try directory.directory.remove("wal/00000001")
        try directory.write([Self.series(1), Self.series(2)], to: "wal/checkpoint.00000001/00000000")
        try directory.write([Self.series(4)], to: "wal/00000003")
        let budget = MemoryBudget(limit: MemoryBudget.overhead + 8 << 20)
        let head = try Head.read(layout, options: HeadOptions(budget: budget))
        #expect(head.summary.diagnostics == [])
        #expect(try Self.numbers(head) == ["1", "2", "3", "4"])
        #expect(head.details.part(.segments)?.files == 2)
    }

    @Test func aCheckpointThatWasReplaced() throws {
        let directory = try HeadDirectory()
        try directory.write([Self.series(1)], to: "wal/checkpoint.00000001/00000000")
        try directory.write([Self.series(2)], to: "wal/00000002")
        let layout = try #require(HeadLayout.at(directory.directory.path))
        try directory.directory.remove("wal/checkpoint.00000001")
        try directory.write([Self.series(1)], to: "wal/checkpoint.00000002/00000000")
        let head = try Head.read(layout, options: HeadOptions(budget: .unlimited))
        #expect(head.summary.diagnostics == [])
        #expect(try Self.numbers(head) == ["1"])
    }

    /// A second time it is a warning. A dangling link is listed and cannot be opened.
    @Test func aSegmentThatKeepsDisappearingIsAWarning() throws {
        let directory = try HeadDirectory([Self.series(1)])
        try directory.directory.link("wal/00000001", to: "nowhere")
        let head = try directory.head()
        #expect(try Self.numbers(head) == ["1"])
        #expect(head.summary.diagnostics.map(\.severity) == [.warning])
        #expect(directory.faults(head).first?.hasPrefix("warning wal/00000001: disappeared") ?? false)
    }

    @Test func theWholeDirectoryDisappears() throws {
        let directory = try HeadDirectory([Self.series(1)])
        let layout = try #require(HeadLayout.at(directory.directory.path))
        try directory.directory.remove("wal")
        let head = try Head.read(layout, options: HeadOptions(budget: .unlimited))
        #expect(head.summary.series == 0)
        #expect(head.summary.diagnostics.map(\.severity) == [.warning])
    }

    @Test func aSegmentThatGrows() throws {
        let directory = try HeadDirectory([Self.series(1)])
        let layout = try #require(HeadLayout.at(directory.directory.path))
        try directory.write([Self.series(1), Self.series(2)], to: "wal/00000000")
        let head = try Head.read(layout, options: HeadOptions(budget: .unlimited))
        #expect(head.summary.diagnostics == [])
        #expect(try Self.numbers(head) == ["1", "2"])
    }

    @Test func whatIsNoFileIsNamed() throws {
        let directory = try HeadDirectory([Self.series(1)])
        try directory.directory.link("wal/00000001", to: "/dev/zero")
        let head = try directory.head()
        #expect(head.summary.series == 1)
        #expect(head.summary.diagnostics.map(\.severity) == [.error])
        try directory.directory.remove("wal/00000000")
        #expect(throws: Diagnostic.self) { try directory.head() }
    }
}
