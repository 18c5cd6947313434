/// An escape of a JSON string, with its backslash: one scalar, for which two escapes may stand (a surrogate pair).
struct JSONEscape {
    let scalar: Unicode.Scalar
    let length: Int

    /// nil if what stands there is none. A surrogate without its partner is U+FFFD, as Go's decoder has it.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) {
        guard bytes.count - offset >= 2 else { return nil }
        switch bytes[offset + 1] {
        case 0x22, 0x5c, 0x2f: self.init(Unicode.Scalar(bytes[offset + 1]), length: 2)
        case 0x62: self.init("\u{8}", length: 2)
        case 0x66: self.init("\u{c}", length: 2)
        case 0x6e: self.init("\n", length: 2)
        case 0x72: self.init("\r", length: 2)
        case 0x74: self.init("\t", length: 2)
        case 0x75:
            guard let unit = Self.unit(bytes, at: offset) else { return nil }
            if let scalar = Unicode.Scalar(unit) {
                self.init(scalar, length: 6)
            } else if unit < 0xdc00, let low = Self.unit(bytes, at: offset + 6), (0xdc00...0xdfff).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00))
            {
                self.init(scalar, length: 12)
            } else {
                self.init("\u{fffd}", length: 6)
            }
        default: return nil
        }
    }

    private init(_ scalar: Unicode.Scalar, length: Int) {
        self.scalar = scalar
        self.length = length
    }

    /// The UTF-16 unit of `\uXXXX`.
    private static func unit(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> UInt32? {
        guard bytes.count - offset >= 6, bytes[offset] == 0x5c, bytes[offset + 1] == 0x75 else { return nil }
        var unit: UInt32 = 0
        for byte in bytes[offset + 2..<offset + 6] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }
}
