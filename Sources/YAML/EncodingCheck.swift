/// Finds bytes that are no YAML before libyaml does.
///
/// libyaml reads ahead of the document it works on: a wrong byte would cost the documents before it.
struct EncodingCheck {
    /// Offset of the first byte that is not ASCII: up to here, characters and bytes count the same.
    private(set) var firstNonASCII: Int
    /// The first byte sequence that is not UTF-8.
    private(set) var invalid: YAMLError?
    /// The first character that is UTF-8, and not allowed in YAML.
    private(set) var forbidden: YAMLError?

    var fault: YAMLError? {
        guard let forbidden, let invalid else { return forbidden ?? invalid }
        return forbidden.range.lowerBound < invalid.range.lowerBound ? forbidden : invalid
    }

    init(_ source: SourceText) {
        firstNonASCII = source.bytes.count
        source.bytes.withUnsafeBufferPointer { check($0) }
    }

    private mutating func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        let raw = UnsafeRawBufferPointer(bytes)
        let count = bytes.count
        if count >= 2, (bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff) {
            firstNonASCII = 0
            invalid = YAMLError(.invalidUTF8, "is UTF-16, not UTF-8: save it as UTF-8", at: 0..<2)
            return
        }
        var offset = 0
        while offset < count {
            if count - offset >= 8 {
                let plain = Self.countPlain(raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                offset += plain
                if plain == 8 { continue }
            }
            let byte = bytes[offset]
            if byte >= 0x20, byte < 0x7f {
                offset += 1
            } else if byte < 0x80 {
                if byte != 0x0a, byte != 0x0d, byte != 0x09 { forbid(UInt32(byte), at: offset, length: 1) }
                offset += 1
            } else {
                firstNonASCII = min(firstNonASCII, offset)
                guard let (scalar, length) = Self.decode(bytes, at: offset) else {
                    invalid = YAMLError(
                        .invalidUTF8, "is not UTF-8: byte 0x\(String(byte, radix: 16)) at offset \(offset)",
                        at: offset..<offset + 1)
                    return
                }
                if scalar < 0xa0 && scalar != 0x85 || scalar == 0xfffe || scalar == 0xffff {
                    forbid(scalar, at: offset, length: length)
                }
                offset += length
            }
        }
    }

    private mutating func forbid(_ scalar: UInt32, at offset: Int, length: Int) {
        guard forbidden == nil else { return }
        let digits = String(scalar, radix: 16, uppercase: true)
        let name = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        forbidden = YAMLError(
            .syntax,
            "character \(name)\(scalar == 0 ? " (NUL)" : "") at offset \(offset): control characters are not allowed",
            at: offset..<offset + length)
    }

    /// Bytes before the first that is not ASCII.
    static func countASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        bytes.firstIndex { $0 >= 0x80 } ?? bytes.count
    }

    /// How many of 8 bytes are printable ASCII, up to the first that is below 0x20, 0x7f, or above.
    private static func countPlain(_ word: UInt64) -> Int {
        let word = UInt64(littleEndian: word)
        let (ones, highs) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
        let low = (word &- ones &* 0x20) & ~word
        let delete = word ^ (ones &* 0x7f)
        // A borrow marks bytes behind the first alone.
        return ((word | low | ((delete &- ones) & ~delete)) & highs).trailingZeroBitCount / 8
    }

    /// The Unicode scalar at an offset, and the number of its bytes; nil where there is none (RFC 3629).
    private static func decode(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> (UInt32, Int)? {
        let first = bytes[offset]
        let length: Int
        var scalar: UInt32
        switch first {
        case 0xc2...0xdf: (length, scalar) = (2, UInt32(first & 0x1f))
        case 0xe0...0xef: (length, scalar) = (3, UInt32(first & 0x0f))
        case 0xf0...0xf4: (length, scalar) = (4, UInt32(first & 0x07))
        default: return nil
        }
        guard bytes.count - offset >= length else { return nil }
        for byte in bytes[offset + 1..<offset + length] {
            guard byte & 0xc0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(byte & 0x3f)
        }
        switch length {
        case 3 where scalar < 0x800 || (0xd800...0xdfff).contains(scalar): return nil
        case 4 where scalar < 0x10000 || scalar > 0x10ffff: return nil
        default: return (scalar, length)
        }
    }
}
