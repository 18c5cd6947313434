/// One character of UTF-8, checked as Unicode wants it: no overlong forms, no surrogates, nothing above U+10FFFF.
enum UTF8Scalar {
    /// The character that starts at `offset` and how many bytes it takes; nil where the bytes are not UTF-8.
    static func decode(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        let first = UInt32(bytes[offset])
        let length: Int
        let smallest: UInt32
        var value: UInt32
        switch first {
        case 0..<0x80: return (Unicode.Scalar(bytes[offset]), 1)
        case 0xc2...0xdf: (length, smallest, value) = (2, 0x80, first & 0x1f)
        case 0xe0...0xef: (length, smallest, value) = (3, 0x800, first & 0x0f)
        case 0xf0...0xf4: (length, smallest, value) = (4, 0x10000, first & 0x07)
        default: return nil
        }
        guard offset + length <= bytes.count else { return nil }
        for index in offset + 1..<offset + length {
            guard bytes[index] & 0xc0 == 0x80 else { return nil }
            value = value << 6 | UInt32(bytes[index] & 0x3f)
        }
        guard value >= smallest, let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, length)
    }

    /// How many bytes, where they are not UTF-8, one replacement character stands for: the longest start of a character,
    /// as Unicode recommends and Swift's own repair does it.
    static func brokenLength(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
        let following: [ClosedRange<UInt8>]
        let any: ClosedRange<UInt8> = 0x80...0xbf
        switch bytes[offset] {
        case 0xc2...0xdf: following = [any]
        case 0xe0: following = [0xa0...0xbf, any]
        case 0xed: following = [0x80...0x9f, any]
        case 0xe1...0xef: following = [any, any]
        case 0xf0: following = [0x90...0xbf, any, any]
        case 0xf1...0xf3: following = [any, any, any]
        case 0xf4: following = [0x80...0x8f, any, any]
        default: return 1
        }
        var length = 1
        for range in following {
            guard offset + length < bytes.count, range.contains(bytes[offset + length]) else { break }
            length += 1
        }
        return length
    }
}
