import TSDB
import Testing

@testable import Cardinality

/// Snapshots whose checksums are right and whose contents lie.
@Suite struct HostileSnapshotTests {
    private static func image() throws -> SnapshotImage {
        let snapshot = try SnapshotFile(AnalysisOptions(SampleData("wal-histograms").directory))
        return try SnapshotImage(of: snapshot.path)
    }

    @Test func takenApartAndPutTogetherItIsTheSame() throws {
        let data = try SampleData("wal-histograms")
        let snapshot = try SnapshotFile(Self.image().bytes)
        PlainReport(try Analysis.run(AnalysisOptions(snapshot.path)))
            .expect(equals: PlainReport(try Analysis.run(AnalysisOptions(data.directory))))
    }

    /// Contents of one frame that claim much: each must end in a refusal, with a selection or without, not in memory
    /// beyond the budget.
    private func expectRefusal(_ image: SnapshotImage, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let snapshot = try SnapshotFile(image.bytes)
        for selection in [Selection(), try Selection("{job=~\".+\"}")] {
            let outcome = Outcome(snapshot.path) { $0.selection = selection }
            #expect(outcome.errors.first?.isRefusal == true, sourceLocation: sourceLocation)
        }
    }

    /// A directory with one metric of so many groups that their rows alone would not fit anywhere.
    @Test func rowsThatNobodyCanHold() throws {
        var image = try Self.image()
        let groups = 20_000
        var directory = RecordBytes()
        directory.uvarint(UInt64(groups) << 16)
        directory.uvarint(1)
        for _ in 0..<4 { directory.uvarint(0) }
        directory.varint(0)
        directory.varint(-1)
        for _ in 0..<4 { directory.uvarint(0) }
        directory.uvarint(UInt64(groups))
        for _ in 0..<groups {
            directory.uvarint(1 << 16)
            directory.uvarint(12)
            directory.uvarint(0)
        }
        image.directory = directory.bytes
        try expectRefusal(image)
    }

    /// One row of a million labels, each a column of its own.
    @Test func labelsThatNobodyCanHold() throws {
        var image = try Self.image()
        var rows = RecordBytes()
        let labels = 1_500_000
        rows.uvarint(UInt64(labels))
        for _ in 0..<labels { rows.bytes += [0, 0, 0] }
        rows.bytes += [0, 0]
        let strings: [UInt8] = [1, 65]
        let times: [UInt8] = [0]
        image.frames = [rows.bytes, strings, times]
        let sizes = image.frames.map { SnapshotImage.frame($0).count }
        var directory = RecordBytes()
        for value in [1, 1, 1, 1, 12 + sizes[0], 1, 1, 12 + sizes[0] + sizes[1]] { directory.uvarint(UInt64(value)) }
        directory.varint(0)
        directory.varint(-1)
        for value in [0, 0, 0, 0, 1, 1, 12, 0] { directory.uvarint(UInt64(value)) }
        image.directory = directory.bytes
        try expectRefusal(image)
    }

    @Test func everyByteOfTheDirectory() throws {
        let image = try Self.image()
        for offset in image.directory.indices {
            for value in [0, 0x7f, 0xff, image.directory[offset] ^ 1] as [UInt8] where value != image.directory[offset]
            {
                var changed = image
                changed.directory[offset] = value
                _ = try Outcome(SnapshotFile(changed.bytes).path)
            }
        }
    }
}
