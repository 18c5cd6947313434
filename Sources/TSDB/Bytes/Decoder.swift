/// Reads Prometheus' encodings (big-endian integers, varints, length-prefixed strings) from bytes it does not own.
///
/// Bounds are checked on every read. The first read past the end clears `isValid` and makes that read and all later
/// ones return zero, so callers decode a whole structure and check once, like upstream's `tsdb/encoding.Decbuf`.
package struct Decoder: ~Escapable {
    @usableFromInline let bytes: RawSpan
    /// Position of the next byte, from the start of the span.
    package var offset: Int
    package var isValid = true

    @inlinable @inline(__always) @_lifetime(copy bytes)
    package init(_ bytes: RawSpan, at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
        if offset < 0 || offset > bytes.byteCount { fail() }
    }

    @inlinable @inline(__always)
    package var remaining: Int { bytes.byteCount - offset }

    @inlinable
    package mutating func fail() {
        isValid = false
        offset = bytes.byteCount
    }

    @inlinable @inline(__always)
    package mutating func uint8() -> UInt8 {
        guard offset < bytes.byteCount else { fail(); return 0 }
        let value = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt8.self)
        offset &+= 1
        return value
    }

    @inlinable @inline(__always)
    package mutating func uint32() -> UInt32 {
        guard bytes.byteCount &- offset >= 4 else { fail(); return 0 }
        let value = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self)
        offset &+= 4
        return UInt32(bigEndian: value)
    }

    @inlinable @inline(__always)
    package mutating func uint64() -> UInt64 {
        guard bytes.byteCount &- offset >= 8 else { fail(); return 0 }
        let value = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
        offset &+= 8
        return UInt64(bigEndian: value)
    }

    @inlinable @inline(__always)
    package mutating func int64() -> Int64 { Int64(bitPattern: uint64()) }

    /// An unsigned LEB128 varint of at most 64 bits, as Go's `binary.Uvarint` reads it.
    ///
    /// Up to four bytes are decoded in line under one bounds check: references and time differences take two or three.
    /// Decoding eight bytes at once without branches was measured to be slower.
    @inlinable @inline(__always)
    package mutating func uvarint() -> UInt64 {
        guard bytes.byteCount &- offset >= 4 else { return slowUvarint() }
        var value = UInt64(byte(at: offset))
        if value < 0x80 {
            offset &+= 1
            return value
        }
        var next = UInt64(byte(at: offset &+ 1))
        value = value &- 0x80 &+ next &<< 7
        if next < 0x80 {
            offset &+= 2
            return value
        }
        next = UInt64(byte(at: offset &+ 2))
        value = value &- 0x80 &<< 7 &+ next &<< 14
        if next < 0x80 {
            offset &+= 3
            return value
        }
        next = UInt64(byte(at: offset &+ 3))
        if next < 0x80 {
            offset &+= 4
            return value &- 0x80 &<< 14 &+ next &<< 21
        }
        return slowUvarint()
    }

    @inlinable @inline(__always)
    func byte(at offset: Int) -> UInt8 {
        bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt8.self)
    }

    /// Byte by byte: near the end of the bytes, and for long varints.
    @inlinable @inline(never)
    mutating func slowUvarint() -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.byteCount {
            let byte = byte(at: offset)
            offset &+= 1
            value |= UInt64(byte & 0x7f) &<< shift
            if byte < 0x80 {
                if shift == 63 && byte > 1 { break }
                return value
            }
            shift &+= 7
            if shift > 63 { break }
        }
        fail()
        return 0
    }

    /// A zigzag varint, as Go's `binary.Varint` reads it.
    @inlinable @inline(__always)
    package mutating func varint() -> Int64 {
        let raw = uvarint()
        return Int64(bitPattern: raw &>> 1) ^ -Int64(bitPattern: raw & 1)
    }

    /// A varint used as a length or count of things that take at least one byte each; more than remain is a fault.
    @inlinable @inline(__always)
    package mutating func count() -> Int {
        let value = uvarint()
        guard value <= UInt64(remaining) else { fail(); return 0 }
        return Int(value)
    }

    /// The range, within the span, of a length-prefixed string.
    @inlinable @inline(__always)
    package mutating func stringRange() -> Range<Int> {
        let length = count()
        let start = offset
        offset &+= length
        return start..<(start &+ length)
    }

    /// Passes over `count` varints without reading their values, eight bytes at a time.
    @inlinable @inline(__always)
    package mutating func skipUvarints(_ count: Int) {
        var left = count
        while left > 0, bytes.byteCount &- offset >= 8 {
            let word = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self).littleEndian
            // A varint ends at each byte whose high bit is clear.
            var ends = ~word & 0x8080_8080_8080_8080
            let found = Int(truncatingIfNeeded: ((ends &>> 7) &* 0x0101_0101_0101_0101) &>> 56)
            if found < left {
                left &-= found
                offset &+= 8
                continue
            }
            while left > 1 {
                ends &= ends &- 1
                left &-= 1
            }
            offset &+= ends.trailingZeroBitCount &>> 3 &+ 1
            return
        }
        while left > 0 {
            if uint8() < 0x80 {
                left &-= 1
            } else if !isValid {
                return
            }
        }
    }

    @inlinable
    package mutating func skip(_ count: Int) {
        guard count >= 0, count <= remaining else { fail(); return }
        offset &+= count
    }
}
