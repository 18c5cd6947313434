import Testing

@testable import TSDB

/// A snapshot taken apart into the contents of its frames, and put together again around whatever they became.
///
/// Compressed frames are written as zstd's raw blocks: their size tells nothing about their content, so a change
/// leaves every offset right, and every checksum is made anew.
struct SnapshotImage {
    /// Contents of all frames but the directory's, in the order of the file.
    var frames: [[UInt8]] = []
    /// The directory's content, with the offsets that the frames have in `bytes`.
    var directory: [UInt8] = []

    init(of path: String) throws {
        let file = try MappedFile(path: path)
        var offset = SnapshotFormat.headerSize
        let end = file.count - SnapshotFormat.trailerSize
        var places: [Int: Int] = [:]
        var contents: [[UInt8]] = []
        var place = SnapshotFormat.headerSize
        while offset < end {
            let content = try SnapshotFrameReader.content(at: offset, of: file, budget: .unlimited)
            places[offset] = place
            place += Self.frame(content).count
            contents.append(content)
            offset = SnapshotFrameReader.end(ofFrameAt: offset, in: file)
        }
        let last = contents.popLast()
        let old = try #require(last)
        frames = contents
        directory = try Self.moved(old, places)
    }

    var bytes: [UInt8] {
        var bytes = SnapshotFormat.magic + Self.little(SnapshotFormat.version)
        for frame in frames { bytes += Self.frame(frame) }
        let start = UInt64(bytes.count)
        bytes += Self.frame(directory)
        let place = Self.little(start)
        return bytes + place + Self.little(Self.checksum(place)) + SnapshotFormat.endMagic
    }

    /// The directory with other offsets.
    private static func moved(_ old: [UInt8], _ places: [Int: Int]) throws -> [UInt8] {
        var decoder = Decoder(old.span.bytes)
        var new = RecordBytes()
        _ = copy(&decoder, &new)
        let metrics = copy(&decoder, &new)
        for _ in 0..<2 {
            _ = copy(&decoder, &new)
            for _ in 0..<copy(&decoder, &new) { move(&decoder, &new, places) }
        }
        for _ in 0..<2 { _ = copy(&decoder, &new) }
        for _ in 0..<metrics {
            for _ in 0..<3 { _ = copy(&decoder, &new) }
            if copy(&decoder, &new) == 1 {
                for _ in 0..<3 { for _ in 0..<copy(&decoder, &new) { new.byte(decoder.uint8()) } }
            }
            for _ in 0..<copy(&decoder, &new) {
                _ = copy(&decoder, &new)
                move(&decoder, &new, places)
                _ = copy(&decoder, &new)
            }
        }
        let isRead = decoder.isValid && decoder.remaining == 0
        try #require(isRead)
        return new.bytes
    }

    private static func copy(_ decoder: inout Decoder, _ new: inout RecordBytes) -> Int {
        let value = decoder.uvarint()
        new.uvarint(value)
        return Int(value)
    }

    private static func move(_ decoder: inout Decoder, _ new: inout RecordBytes, _ places: [Int: Int]) {
        new.uvarint(UInt64(places[Int(decoder.uvarint())] ?? 0))
    }

    static func frame(_ content: [UInt8]) -> [UInt8] {
        let compressed = SegmentBytes.zstd(content)
        return little(UInt32(content.count)) + little(UInt32(compressed.count)) + little(checksum(compressed))
            + compressed
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { CRC32C.checksum(RawSpan(_unsafeBytes: $0)) }
    }

    private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
