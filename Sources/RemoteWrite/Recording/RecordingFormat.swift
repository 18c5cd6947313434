import TSDB

/// The layout of a recording: remote-write requests one after the other, each with a checksum.
///
///     "cardrec1"
///     records: length of the content u32   CRC-32C of the content u32   content
///
/// A content is: time in milliseconds since the epoch i64, number of headers as a varint, for each its name and value
/// as strings with their lengths as varints, and the body up to the end, compressed as it came. Integers are
/// little-endian, varints LEB128. A record that is torn at the end of the file was being written.
enum RecordingFormat {
    static let magic = Array("cardrec1".utf8)
    static let recordHeader = 8
    /// What a reader accepts of one record: a body of the largest size, and headers.
    static let maximumRecord = 65 << 20
    static let maximumHeaders = 64

    /// A record with its length and checksum.
    static func encode(_ request: RecordedRequest) -> [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(request.body.count + 256)
        put(UInt64(bitPattern: request.time), bytes: 8, to: &content)
        put(varint: request.headers.count, to: &content)
        for header in request.headers {
            put(header.name, to: &content)
            put(header.value, to: &content)
        }
        content += request.body
        var record: [UInt8] = []
        record.reserveCapacity(content.count + recordHeader)
        put(UInt64(content.count), bytes: 4, to: &record)
        put(UInt64(CRC32C.checksum(content.span.bytes)), bytes: 4, to: &record)
        return record + content
    }

    private static func put(_ value: UInt64, bytes: Int, to out: inout [UInt8]) {
        for byte in 0..<bytes { out.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(byte)))) }
    }

    private static func put(varint value: Int, to out: inout [UInt8]) {
        var value = value
        while value >= 0x80 {
            out.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        out.append(UInt8(truncatingIfNeeded: value))
    }

    private static func put(_ text: String, to out: inout [UInt8]) {
        put(varint: text.utf8.count, to: &out)
        out += Array(text.utf8)
    }
}
