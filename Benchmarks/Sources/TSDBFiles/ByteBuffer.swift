import CChecksum

/// Bytes under construction, in the encodings of Prometheus' `encoding.Encbuf`.
package struct ByteBuffer: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package var count: Int { bytes.count }

    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    package mutating func append(byte: UInt8) { bytes.append(byte) }

    package mutating func append(_ other: some Sequence<UInt8>) { bytes.append(contentsOf: other) }

    package mutating func append(bigEndian value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Little groups of seven bits, as Go's `binary.PutUvarint`.
    package mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    package mutating func append(varint value: Int) { append(varint: UInt64(value)) }

    /// Zig-zag, as Go's `binary.PutVarint`.
    package mutating func append(signedVarint value: Int64) {
        append(varint: UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    /// The length of `string` in UTF-8, then its bytes.
    package mutating func append(string: String) {
        append(varint: string.utf8.count)
        bytes.append(contentsOf: string.utf8)
    }

    /// The checksum of the bytes from `start` on.
    package mutating func appendChecksum(from start: Int = 0) { append(bigEndian: checksum(from: start)) }

    package func checksum(from start: Int = 0) -> UInt32 {
        bytes.withUnsafeBytes { checksum_crc32c(0, $0.baseAddress.map { $0 + start }, $0.count - start) }
    }
}
