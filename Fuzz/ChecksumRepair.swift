import TSDB

/// Makes the checksums of damaged files right again, so that damage reaches the code behind them.
///
/// Everything is found in the bytes as they are, by lengths that may be damaged too; what lies outside is left alone.
enum ChecksumRepair {
    // MARK: Index

    /// Magic number, symbols, series entries, postings, postings offset table, table of contents.
    static func index(_ bytes: inout [UInt8]) {
        guard bytes.count >= 5 + 52 else { return }
        bytes.replaceSubrange(0..<4, with: [0xba, 0xaa, 0xd7, 0x00])
        if !(1...3).contains(bytes[4]) { bytes[4] = 1 + bytes[4] % 3 }
        let toc = bytes.count - 52
        let offsets = (0..<6).map { Int(min(number(bytes, at: toc + 8 * $0, bytes: 8), UInt64(bytes.count))) }
        section(&bytes, at: offsets[0])
        series(&bytes, from: offsets[1], to: min(offsets[2] != 0 ? offsets[2] : offsets[4], toc))
        section(&bytes, at: offsets[5])
        for list in postings(bytes, table: offsets[5]) { section(&bytes, at: list) }
        // Once more: a list may lie across it.
        section(&bytes, at: offsets[5])
        checksum(&bytes, toc, 48)
    }

    private static func series(_ bytes: inout [UInt8], from start: Int, to end: Int) {
        guard start >= 5, start < end, end <= bytes.count else { return }
        let alignment = bytes[4] == 1 ? 1 : 16
        var offset = (start + alignment - 1) / alignment * alignment
        while offset < end {
            var length = 0
            var shift = 0
            var body = offset
            while body < end, shift < 28 {
                length |= Int(bytes[body] & 0x7f) << shift
                shift += 7
                body += 1
                if bytes[body - 1] < 0x80 { break }
            }
            if length == 0 || body + length + 4 > end {
                offset += alignment
                continue
            }
            checksum(&bytes, body, length)
            offset = (body + length + 4 + alignment - 1) / alignment * alignment
        }
    }

    private static func postings(_ bytes: [UInt8], table: Int) -> [Int] {
        guard table >= 5, table + 8 <= bytes.count else { return [] }
        var decoder = Decoder(bytes.span.bytes, at: table + 8)
        var lists: [Int] = []
        while decoder.isValid, decoder.remaining > 0, lists.count < 10_000 {
            guard decoder.uint8() == 2 else { break }
            _ = decoder.stringRange()
            _ = decoder.stringRange()
            let offset = decoder.uvarint()
            if decoder.isValid { lists.append(Int(min(offset, UInt64(bytes.count)))) }
        }
        return lists
    }

    /// A length of four bytes, so many bytes, their checksum.
    private static func section(_ bytes: inout [UInt8], at start: Int) {
        guard start >= 5, start <= bytes.count - 8 else { return }
        checksum(&bytes, start + 4, Int(number(bytes, at: start, bytes: 4)))
    }

    // MARK: WAL

    /// The fragments of every page of a segment.
    static func segment(_ bytes: inout [UInt8]) {
        let page = 32 << 10
        for start in stride(from: 0, to: bytes.count, by: page) {
            let end = min(start + page, bytes.count)
            var offset = start
            while offset + 7 <= end, bytes[offset] != 0 {
                let length = Int(bytes[offset + 1]) << 8 | Int(bytes[offset + 2])
                guard offset + 7 + length <= end else { break }
                let crc = crc(bytes, offset + 7, length)
                for byte in 0..<4 { bytes[offset + 3 + byte] = UInt8(truncatingIfNeeded: crc >> UInt32(24 - 8 * byte)) }
                offset += 7 + length
            }
        }
    }

    // MARK: Snapshot

    /// Magic numbers, version, frames, and the trailer.
    static func snapshot(_ bytes: inout [UInt8]) {
        guard bytes.count >= 32 else { return }
        bytes.replaceSubrange(0..<12, with: Array("cardsnap".utf8) + [1, 0, 0, 0])
        let trailer = bytes.count - 20
        var offset = 12
        while offset + 12 <= trailer {
            let length = Int(little(bytes, at: offset + 4))
            guard offset + 12 + length <= trailer else { break }
            put(&bytes, crc(bytes, offset + 12, length), at: offset + 8)
            offset += 12 + length
        }
        put(&bytes, crc(bytes, trailer, 8), at: trailer + 8)
        bytes.replaceSubrange((trailer + 12)..<bytes.count, with: Array("snapend1".utf8))
    }

    // MARK: Bytes

    private static func crc(_ bytes: [UInt8], _ start: Int, _ length: Int) -> UInt32 {
        CRC32C.checksum(bytes.span.bytes.extracting(start..<(start + length)))
    }

    private static func checksum(_ bytes: inout [UInt8], _ start: Int, _ length: Int) {
        guard start >= 0, length >= 0, length <= bytes.count, start + length + 4 <= bytes.count else { return }
        let crc = crc(bytes, start, length)
        for byte in 0..<4 {
            bytes[start + length + byte] = UInt8(truncatingIfNeeded: crc >> UInt32(24 - 8 * byte))
        }
    }

    private static func number(_ bytes: [UInt8], at start: Int, bytes count: Int) -> UInt64 {
        bytes[start..<(start + count)].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func little(_ bytes: [UInt8], at start: Int) -> UInt32 {
        bytes[start..<(start + 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func put(_ bytes: inout [UInt8], _ value: UInt32, at start: Int) {
        for byte in 0..<4 { bytes[start + byte] = UInt8(truncatingIfNeeded: value >> UInt32(8 * byte)) }
    }
}
