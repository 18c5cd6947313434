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
                let other = Self.notPlain(raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                if other == 0 {
                    offset += 8
                    continue
                }
                offset += other.trailingZeroBitCount / 8
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

    /// The high bit of each of 8 bytes that is neither printable ASCII nor the end of a line.
    private static func notPlain(_ word: UInt64) -> UInt64 {
        let word = UInt64(littleEndian: word)
        let (ones, highs) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
        // No sum of seven bits and a constant carries into the next byte: the high bit of each is its own.
        let low = word & ~highs
        let isAtLeastSpace = low &+ ones &* 0x60
        let isDelete = low &+ ones
        let isNoNewline = (low ^ ones &* 0x0a) &+ ones &* 0x7f
        let isPlain = isAtLeastSpace & ~isDelete | ~isNoNewline
        return (word | ~isPlain) & highs
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
