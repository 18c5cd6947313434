@testable import TSDB

/// An index as Prometheus' `index.Writer` lays it out (and as version 1 was laid out), from labels of any bytes.
///
/// Nothing is checked: empty names, a name twice in a series, invalid UTF-8 are all written as they come.
struct IndexBytes {
    typealias Labels = [(name: [UInt8], value: [UInt8])]

    struct Series {
        var labels: Labels
        /// First and last time of each chunk, in milliseconds.
        var chunks: [(first: Int64, last: Int64)]

        init(_ labels: Labels, chunks: [(first: Int64, last: Int64)]) {
            self.labels = labels
            self.chunks = chunks
        }

        init(_ labels: [(String, String)], chunks: [(first: Int64, last: Int64)] = [(1000, 2000)]) {
            self.init(labels.map { (name: Array($0.0.utf8), value: Array($0.1.utf8)) }, chunks: chunks)
        }
    }

    private(set) var bytes: [UInt8] = []
    private var symbolsStart = 5

    private let version: UInt8
    private var symbols: [[UInt8]: Int] = [:]
    private var references: [Int] = []

    /// The series are written in the order given, which Prometheus expects to be that of their labels.
    init(_ series: [Series], version: UInt8 = 2) {
        self.version = version
        bytes = [0xba, 0xaa, 0xd7, 0x00, version]
        writeSymbols(series)
        let start = bytes.count
        for series in series { write(series) }
        pad(to: 4)
        let end = bytes.count
        let lists = writePostings(series)
        let table = bytes.count
        writeOffsets(lists)
        var contents = RecordBytes()
        for offset in [symbolsStart, start, end, end, end, table] { contents.be64(UInt64(offset)) }
        bytes += contents.bytes + Self.checksum(contents.bytes[...])
    }

    private mutating func writeSymbols(_ series: [Series]) {
        let strings = Set(series.flatMap { $0.labels.flatMap { [$0.name, $0.value] } })
            .sorted { $0.lexicographicallyPrecedes($1) }
        symbolsStart = bytes.count
        var section = RecordBytes()
        section.be32(strings.count)
        for (number, string) in strings.enumerated() {
            symbols[string] = version == 1 ? symbolsStart + 4 + section.bytes.count : number
            section.uvarint(UInt64(string.count))
            section.bytes += string
        }
        append(section.bytes)
    }

    private mutating func write(_ series: Series) {
        if version > 1 { pad(to: 16) }
        references.append(version > 1 ? bytes.count / 16 : bytes.count)
        var entry = RecordBytes()
        entry.uvarint(UInt64(series.labels.count))
        for label in series.labels {
            entry.uvarint(UInt64(symbols[label.name] ?? 0))
            entry.uvarint(UInt64(symbols[label.value] ?? 0))
        }
        entry.uvarint(UInt64(series.chunks.count))
        var before: Int64?
        for (number, chunk) in series.chunks.enumerated() {
            if let before {
                entry.uvarint(UInt64(bitPattern: chunk.first &- before))
            } else {
                entry.varint(chunk.first)
            }
            entry.uvarint(UInt64(bitPattern: chunk.last &- chunk.first))
            let reference = UInt64(8 + references.count * 64 + number * 16)
            if number == 0 { entry.uvarint(reference) } else { entry.varint(16) }
            before = chunk.last
        }
        var prefix = RecordBytes()
        prefix.uvarint(UInt64(entry.bytes.count))
        bytes += prefix.bytes + entry.bytes + Self.checksum(entry.bytes[...])
    }

    private mutating func writePostings(_ series: [Series]) -> [(name: [UInt8], value: [UInt8], offset: Int)] {
        var carriers: [[[UInt8]]: [Int]] = [[[], []]: references]
        for (index, series) in series.enumerated() {
            for label in series.labels where !(label.name.isEmpty && label.value.isEmpty) {
                carriers[[label.name, label.value], default: []].append(references[index])
            }
        }
        let keys = carriers.keys.sorted { ($0[0] + [0] + $0[1]).lexicographicallyPrecedes($1[0] + [0] + $1[1]) }
        return keys.map { key in
            pad(to: 4)
            let offset = bytes.count
            var list = RecordBytes()
            list.be32(carriers[key]?.count ?? 0)
            for reference in carriers[key] ?? [] { list.be32(reference) }
            append(list.bytes)
            return (key[0], key[1], offset)
        }
    }

    private mutating func writeOffsets(_ lists: [(name: [UInt8], value: [UInt8], offset: Int)]) {
        var section = RecordBytes()
        section.be32(lists.count)
        for list in lists {
            section.byte(2)
            for string in [list.name, list.value] {
                section.uvarint(UInt64(string.count))
                section.bytes += string
            }
            section.uvarint(UInt64(list.offset))
        }
        append(section.bytes)
    }

    /// A section: its length, itself, its checksum.
    private mutating func append(_ section: [UInt8]) {
        var length = RecordBytes()
        length.be32(section.count)
        bytes += length.bytes + section + Self.checksum(section[...])
    }

    private mutating func pad(to alignment: Int) {
        while bytes.count % alignment != 0 { bytes.append(0) }
    }

    static func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let crc = bytes.withUnsafeBytes { CRC32C.checksum(RawSpan(_unsafeBytes: $0)) }
        return (0..<4).map { UInt8(truncatingIfNeeded: crc >> (24 - 8 * $0)) }
    }
}

/// Bytes as Prometheus' encoding buffer writes them.
struct RecordBytes {
    var bytes: [UInt8] = []

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func be64(_ value: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func uvarint(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }

    mutating func varint(_ value: Int64) { uvarint(UInt64(bitPattern: value << 1) ^ UInt64(bitPattern: value >> 63)) }

    mutating func be32(_ value: Int) {
        for shift in stride(from: 24, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
}
