/// Reads protobuf's wire format from bytes it does not own, without copying any of them.
///
/// Every read is checked against the message it is in. The first fault sticks: from then on the reader is at the end
/// and reads zeros, so that a message is read whole and looked at once, as TSDB's `Decoder` has it.
///
/// Wire format: protobuf.dev/programming-guides/encoding. What is refused is what Prometheus' generated decoders refuse.
struct ProtobufReader: ~Escapable {
    private let bytes: RawSpan
    /// Position of the next byte, from the start of the span.
    private(set) var offset: Int
    /// Where the message that is being read ends.
    private(set) var end: Int
    private(set) var fault: WireFault?

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, _ range: Range<Int>) {
        self.bytes = bytes
        offset = range.lowerBound
        end = min(range.upperBound, bytes.byteCount)
    }

    @inline(__always)
    var hasMore: Bool { offset < end }

    @inline(never)
    mutating func fail(_ reason: WireFault) {
        if fault == nil { fault = reason }
        end = 0
        offset = 0
    }

    // MARK: - Keys

    /// The key of a field: its number and how it is written.
    struct Key {
        var tag: UInt64
        var field: Int32 { Int32(truncatingIfNeeded: tag >> 3) }
        var wireType: UInt8 { UInt8(truncatingIfNeeded: tag & 7) }

        /// The key of a length-delimited field, of a 64-bit one, of a varint.
        static func bytes(_ field: UInt64) -> UInt64 { field << 3 | 2 }
        static func fixed64(_ field: UInt64) -> UInt64 { field << 3 | 1 }
        static func varint(_ field: UInt64) -> UInt64 { field << 3 }
    }

    @inline(__always)
    mutating func key() -> Key { Key(tag: uvarint()) }

    /// Passes over a field that is not known, whose key began at `start`; refuses keys that no field can have, and
    /// known fields that are written in another way than they should be.
    @inline(never)
    mutating func skip(_ key: Key, from start: Int, in message: borrowing MessageNames) {
        guard fault == nil else { return }
        guard key.wireType != 4 else { return fail(.endOfGroup(message: message.name)) }
        guard key.field > 0 else { return fail(.illegalTag(message: message.name, field: key.field, tag: key.tag)) }
        if let name = message.field(key.field) { return fail(.wrongWireType(field: name, type: key.wireType)) }
        offset = start
        var depth = 0
        repeat {
            let type = UInt8(truncatingIfNeeded: uvarint() & 7)
            switch type {
            case 0: _ = uvarint()
            case 1: skip(8)
            case 2: _ = length()
            case 3: depth += 1
            case 4:
                guard depth > 0 else { return fail(.unexpectedEndOfGroup) }
                depth -= 1
            case 5: skip(4)
            default: return fail(.illegalWireType(type))
            }
            if fault != nil { return }
        } while depth > 0
    }

    @inline(__always)
    private mutating func skip(_ count: Int) {
        guard end &- offset >= count else { return fail(.unexpectedEnd) }
        offset &+= count
    }

    // MARK: - Values

    @inline(__always)
    mutating func uvarint() -> UInt64 {
        guard end &- offset >= 2 else { return slowUvarint() }
        let first = UInt64(byte(offset))
        if first < 0x80 {
            offset &+= 1
            return first
        }
        let second = UInt64(byte(offset &+ 1))
        if second < 0x80 {
            offset &+= 2
            return first &- 0x80 &+ second &<< 7
        }
        return slowUvarint()
    }

    @inline(__always)
    private func byte(_ offset: Int) -> UInt8 {
        bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt8.self)
    }

    @inline(never)
    private mutating func slowUvarint() -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            guard offset < end else {
                fail(.unexpectedEnd)
                return 0
            }
            let byte = byte(offset)
            offset &+= 1
            value |= UInt64(byte & 0x7f) &<< shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
        fail(.overflow)
        return 0
    }

    @inline(__always)
    mutating func int64() -> Int64 { Int64(bitPattern: uvarint()) }

    /// A zigzag varint.
    @inline(__always)
    mutating func sint64() -> Int64 {
        let value = uvarint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// A zigzag varint of which 32 bits count.
    @inline(__always)
    mutating func sint32() -> Int32 {
        let value = UInt32(truncatingIfNeeded: uvarint())
        return Int32(bitPattern: value >> 1) ^ -Int32(bitPattern: value & 1)
    }

    @inline(__always)
    mutating func double() -> Double { Double(bitPattern: fixed64()) }

    @inline(__always)
    mutating func fixed64() -> UInt64 {
        guard end &- offset >= 8 else {
            fail(.unexpectedEnd)
            return 0
        }
        let value = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
        offset &+= 8
        return UInt64(littleEndian: value)
    }

    /// The range of a length-delimited field, which is passed over.
    @inline(__always)
    mutating func length() -> Range<Int> {
        let count = uvarint()
        guard count <= UInt64(truncatingIfNeeded: end &- offset) else {
            // Where the field would end is an `int` of Go too.
            fail(count > UInt64(Int64.max) - UInt64(offset) ? .negativeLength : .unexpectedEnd)
            return 0..<0
        }
        let start = offset
        offset &+= Int(truncatingIfNeeded: count)
        return start..<offset
    }

    /// Enters the message whose length comes next. What it returns leaves it again.
    @inline(__always)
    mutating func enter() -> Int {
        let inner = length()
        let outer = end
        offset = inner.lowerBound
        end = inner.upperBound
        return outer
    }

    /// Leaves a message that was read to its end.
    @inline(__always)
    mutating func leave(to outer: Int) {
        if fault == nil { end = outer }
    }
}

/// What a message and its fields are called, for what is said about them.
struct MessageNames {
    let name: String
    /// Known fields by number.
    let fields: [Int32: String]

    init(_ name: String, _ fields: [Int32: String]) {
        self.name = name
        self.fields = fields
    }

    func field(_ number: Int32) -> String? { fields[number] }
}
