/// A chunk as the index knows it.
struct ChunkMeta {
    let reference: UInt64
    let minTime: Int64
    let maxTime: Int64
}

/// Writes `chunks/000001` and so on (`tsdb/docs/format/chunks.md`).
///
/// A chunk has as many samples as it says, at a fixed interval and all of one value. In the XOR encoding that leaves
/// nothing but zero bits after the second sample, so that the files stay small and writing them costs next to nothing.
struct ChunkWriter {
    private static let segmentSize = 512 << 20
    private static let header = 8
    private static let xorEncoding: UInt8 = 1

    private let directory: String
    private let isWriting: Bool
    private var segment = 0
    private var file: OutputFile?
    private var position = 0
    private var record = ByteBuffer()
    private var data = ByteBuffer()

    /// Without `isWriting` the references are those that the files would have, and there are no files.
    init(directory: String, isWriting: Bool) throws(FileError) {
        self.directory = directory
        self.isWriting = isWriting
        try OutputFile.makeDirectory(directory)
        try startSegment()
    }

    mutating func add(first: Int64, interval: Int64, count: Int, value: Double) throws(FileError) -> ChunkMeta {
        encode(first: first, interval: interval, count: count, value: value)
        if position + record.count > ChunkWriter.segmentSize { try startSegment() }
        let reference = UInt64(segment - 1) << 32 | UInt64(position)
        try file?.append(record.bytes)
        position += record.count
        return ChunkMeta(reference: reference, minTime: first, maxTime: first + interval * Int64(count - 1))
    }

    mutating func finish() throws(FileError) { try file?.flush() }

    private mutating func encode(first: Int64, interval: Int64, count: Int, value: Double) {
        data.removeAll()
        data.append(byte: ChunkWriter.xorEncoding)
        data.append(bigEndian: UInt16(count))
        data.append(signedVarint: first)
        data.append(bigEndian: value.bitPattern)
        if count > 1 {
            data.append(varint: UInt64(interval))
            // One bit for the second value, two for each further sample: same delta, same value.
            let bits = 1 + 2 * (count - 2)
            data.append(repeatElement(0, count: (bits + 7) / 8))
        }
        record.removeAll()
        record.append(varint: data.count - 1)
        record.append(data.bytes)
        record.append(bigEndian: data.checksum())
    }

    private mutating func startSegment() throws(FileError) {
        try file?.flush()
        segment += 1
        position = ChunkWriter.header
        guard isWriting else { return }
        let digits = String(segment)
        let file = try OutputFile(directory + "/" + String(repeating: "0", count: 6 - digits.count) + digits)
        var header = ByteBuffer()
        header.append(bigEndian: UInt32(0x85bd_40dd))
        header.append([1, 0, 0, 0])
        try file.append(header.bytes)
        self.file = file
    }
}
