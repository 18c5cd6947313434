/// Reads single bits from bytes it does not own, the highest bit of each byte first.
///
/// A read past the end clears `isValid`; that read and all later ones return zero.
struct BitReader: ~Escapable {
    private let bytes: RawSpan
    /// In bits from the start.
    private var position = 0
    private(set) var isValid = true

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    mutating func bit() -> Bool { bits(1) == 1 }

    /// The next `count` bits, 0 to 64, as a number.
    mutating func bits(_ count: Int) -> UInt64 {
        guard isValid, count >= 0, count <= 64, count <= bytes.byteCount * 8 - position else {
            isValid = false
            return 0
        }
        if count == 0 { return 0 }
        let first = position >> 3
        let shift = position & 7
        position += count
        var word = word(at: first) << UInt64(shift)
        if shift + count > 64 { word |= UInt64(byte(first + 8)) >> UInt64(8 - shift) }
        return word >> UInt64(64 - count)
    }

    /// An unsigned LEB128 varint, each byte of which is the next eight bits.
    mutating func uvarint() -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            let byte = bits(8)
            guard isValid else { return 0 }
            value |= (byte & 0x7f) << shift
            if byte < 0x80 {
                guard shift < 63 || byte <= 1 else { break }
                return value
            }
        }
        isValid = false
        return 0
    }

    mutating func varint() -> Int64 {
        let raw = uvarint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    private func byte(_ offset: Int) -> UInt8 { bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

    /// Eight bytes from `offset` on; zeros stand for what is behind the end.
    private func word(at offset: Int) -> UInt64 {
        if offset + 8 <= bytes.byteCount {
            return UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        var word: UInt64 = 0
        for index in offset..<bytes.byteCount { word |= UInt64(byte(index)) << UInt64(56 - 8 * (index - offset)) }
        return word
    }
}
