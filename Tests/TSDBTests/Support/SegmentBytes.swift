@testable import TSDB

/// WAL segments as Prometheus' `wlog.WL` writes them, for tests.
struct SegmentBytes {
    enum Compression {
        case none, snappy, zstd
    }

    var bytes: [UInt8] = []
    /// Where each record's first fragment starts.
    private(set) var recordOffsets: [Int] = []

    private static let page = 32 << 10

    init(_ records: [[UInt8]] = [], _ compression: Compression = .none) {
        for record in records { append(record, compression) }
    }

    mutating func append(_ record: [UInt8], _ compression: Compression = .none) {
        let flag: UInt8
        var rest: ArraySlice<UInt8>
        switch compression {
        case .none: (flag, rest) = (0, record[...])
        case .snappy: (flag, rest) = (1 << 3, Self.snappy(record)[...])
        case .zstd: (flag, rest) = (1 << 4, Self.zstd(record)[...])
        }
        var isFirst = true
        repeat {
            if Self.page - bytes.count % Self.page < 7 { pad() }
            if isFirst { recordOffsets.append(bytes.count) }
            let part = rest.prefix(Self.page - bytes.count % Self.page - 7)
            rest = rest.dropFirst(part.count)
            let kind: UInt8 = isFirst ? (rest.isEmpty ? 1 : 2) : (rest.isEmpty ? 4 : 3)
            fragment(kind | flag, Array(part))
            isFirst = false
        } while !rest.isEmpty
    }

    /// A fragment as it is told, sound or not.
    mutating func fragment(_ header: UInt8, _ content: [UInt8], length: Int? = nil) {
        let crc = content.withUnsafeBytes { CRC32C.checksum(RawSpan(_unsafeBytes: $0)) }
        let length = length ?? content.count
        bytes += [header, UInt8(length >> 8 & 0xff), UInt8(length & 0xff)]
        bytes += (0..<4).map { UInt8(truncatingIfNeeded: crc >> (24 - 8 * $0)) }
        bytes += content
    }

    /// Zeros up to the end of the page.
    mutating func pad() {
        let over = bytes.count % Self.page
        if over > 0 { bytes += [UInt8](repeating: 0, count: Self.page - over) }
    }

    /// Literals only, which every snappy decoder must take.
    static func snappy(_ content: [UInt8], declaring count: Int? = nil) -> [UInt8] {
        var block = RecordBytes()
        block.uvarint(UInt64(count ?? content.count))
        var rest = content[...]
        while !rest.isEmpty {
            let part = rest.prefix(0x10000)
            rest = rest.dropFirst(part.count)
            let code = part.count - 1
            block.bytes += [61 << 2, UInt8(code & 0xff), UInt8(code >> 8)]
            block.bytes += part
        }
        return block.bytes
    }

    /// A frame of uncompressed blocks, with the content's size in front or without.
    static func zstd(_ content: [UInt8], declaring count: Int? = nil, hidesSize: Bool = false) -> [UInt8] {
        var frame: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd]
        if hidesSize {
            // No single segment: a window of 2 MiB and no size.
            frame += [0x00, 11 << 3]
        } else {
            let size = count ?? content.count
            frame.append(0xa0)
            frame += (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
        }
        var rest = content[...]
        repeat {
            let part = rest.prefix(1 << 16)
            rest = rest.dropFirst(part.count)
            let header = part.count << 3 | (rest.isEmpty ? 1 : 0)
            frame += [UInt8(header & 0xff), UInt8(header >> 8 & 0xff), UInt8(header >> 16 & 0xff)]
            frame += part
        } while !rest.isEmpty
        return frame
    }
}

/// A file of `chunks_head`, for tests.
enum HeadChunkBytes {
    static func file(_ chunks: [(reference: UInt64, first: Int64, last: Int64)], padding: Int = 64) -> [UInt8] {
        var file = RecordBytes([0x01, 0x30, 0xbc, 0x91, 1, 0, 0, 0])
        for chunk in chunks {
            let start = file.bytes.count
            file.be64(chunk.reference)
            file.be64(chunk.first)
            file.be64(chunk.last)
            file.byte(1)
            file.string("\u{0}\u{2}chunk")
            let crc = file.bytes[start...].withUnsafeBytes { CRC32C.checksum(RawSpan(_unsafeBytes: $0)) }
            file.bytes += (0..<4).map { UInt8(truncatingIfNeeded: crc >> (24 - 8 * $0)) }
        }
        return file.bytes + [UInt8](repeating: 0, count: padding)
    }
}

/// A data directory of a test's own.
struct HeadDirectory {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// One segment with these records.
    init(_ records: [[UInt8]], _ compression: SegmentBytes.Compression = .none) throws {
        directory = try TemporaryDirectory()
        try write(records, to: "wal/00000000", compression)
    }

    func write(_ records: [[UInt8]], to name: String, _ compression: SegmentBytes.Compression = .none) throws {
        try directory.write(SegmentBytes(records, compression).bytes, to: name)
    }

    func head(
        _ options: HeadOptions = HeadOptions(budget: .unlimited), readsSamples: Bool = true
    ) throws -> Head {
        var options = options
        options.readsSamples = options.readsSamples && readsSamples
        guard let layout = HeadLayout.at(directory.path) else {
            throw Diagnostic(file: directory.path, "has no head")
        }
        return try Head.read(layout, options: options)
    }

    /// What is wrong with the head, with file names below the directory.
    func faults(_ head: Head) -> [String] {
        head.summary.diagnostics.map { fault in
            let file = fault.file.dropFirst(directory.path.utf8.count + 1)
            return "\(fault.severity.rawValue) \(file)\(fault.offset.map { "@\($0)" } ?? ""): \(fault.message)"
        }
    }
}
