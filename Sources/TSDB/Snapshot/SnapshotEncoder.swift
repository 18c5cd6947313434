/// Collects the bytes of a frame.
struct SnapshotEncoder {
    private(set) var bytes: [UInt8] = []

    var count: Int { bytes.count }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func put(_ byte: UInt8) { bytes.append(byte) }

    mutating func put(littleEndian value: UInt32) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(littleEndian value: UInt64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(uvarint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func put(uvarint value: Int) { put(uvarint: UInt64(bitPattern: Int64(value))) }

    mutating func put(varint value: Int64) {
        put(uvarint: UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    mutating func put(string: some Collection<UInt8>) {
        put(uvarint: string.count)
        bytes.append(contentsOf: string)
    }

    mutating func put(bytes more: [UInt8]) { bytes.append(contentsOf: more) }
}
