/// Decodes UTF-8 as Go does: every byte that starts no valid sequence is one U+FFFD of length 1.
///
/// Swift's own decoding replaces a maximal broken prefix at once, which would give `.` other matches on broken values.
package enum UTF8Rune {
    package static let replacement: UInt32 = 0xFFFD

    package static func decode(_ bytes: UnsafeRawBufferPointer, at index: Int) -> (rune: UInt32, length: Int) {
        let first = bytes[index]
        if first < 0x80 { return (UInt32(first), 1) }
        let length: Int
        let allowed: ClosedRange<UInt8>
        switch first {
        case 0xC2...0xDF: (length, allowed) = (2, 0x80...0xBF)
        case 0xE0: (length, allowed) = (3, 0xA0...0xBF)
        case 0xED: (length, allowed) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, allowed) = (3, 0x80...0xBF)
        case 0xF0: (length, allowed) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, allowed) = (4, 0x80...0xBF)
        case 0xF4: (length, allowed) = (4, 0x80...0x8F)
        default: return (replacement, 1)
        }
        guard index + length <= bytes.count, allowed ~= bytes[index + 1] else { return (replacement, 1) }
        var rune = (UInt32(first) & (0x7F >> UInt32(length))) << 6 | UInt32(bytes[index + 1] & 0x3F)
        for offset in 2..<max(2, length) {
            let next = bytes[index + offset]
            guard 0x80...0xBF ~= next else { return (replacement, 1) }
            rune = rune << 6 | UInt32(next & 0x3F)
        }
        return (rune, length)
    }

    /// Whether the bytes are valid UTF-8; runs of ASCII, which almost every label value is, go by eight at a time.
    package static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < bytes.count {
            if index + 8 <= bytes.count,
                bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                index += 8
                continue
            }
            let (rune, length) = decode(bytes, at: index)
            if length == 1, rune == replacement { return false }
            index += length
        }
        return true
    }

    package static func encode(_ rune: UInt32) -> [UInt8] {
        Unicode.Scalar(rune).map { Array(String(Character($0)).utf8) } ?? []
    }
}
