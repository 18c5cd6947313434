import CChecksum
import Glibc

/// Writes a write-ahead log (`tsdb/docs/format/wal.md`): records cut into fragments, fragments in pages of 32 KiB,
/// pages in segments of 128 MiB that no record crosses.
package struct LogWriter {
    private static let pageSize = 32 << 10
    private static let segmentSize = 128 << 20
    private static let headerSize = 7

    /// The low bits of a fragment's first byte.
    private enum Fragment: UInt8 {
        case full = 1
        case first, middle, last
    }

    private let directory: String
    private let compression: Compression
    private var segment = 0
    private var file: OutputFile

    /// A log in the directory `wal` of the data directory `parent`.
    package init(in parent: String, compression: Compression) throws(FileError) {
        directory = parent + "/wal"
        self.compression = compression
        try OutputFile.makeDirectory(directory)
        let first = LogWriter.path(directory, segment)
        guard access(first, F_OK) != 0 else {
            errno = EEXIST
            throw FileError("write a log", first)
        }
        file = try OutputFile(first)
    }

    package mutating func append(_ record: ByteBuffer) throws(FileError) {
        let compressed = compression.compress(record.bytes)
        let bytes = compressed ?? record.bytes
        let flag = compressed == nil ? 0 : compression.rawValue
        if bytes.count > spaceInSegment { try startSegment() }
        var rest = bytes[...]
        var isFirst = true
        repeat {
            var room = LogWriter.pageSize - file.position % LogWriter.pageSize
            if room < LogWriter.headerSize {
                try file.pad(to: LogWriter.pageSize)
                room = LogWriter.pageSize
            }
            let part = rest.prefix(room - LogWriter.headerSize)
            rest = rest[part.endIndex...]
            let kind: Fragment = rest.isEmpty ? (isFirst ? .full : .last) : (isFirst ? .first : .middle)
            try append(part, flags: kind.rawValue | flag)
            // Not to be told from what was written: where seven bytes are left, the first fragment is empty.
            isFirst = false
        } while !rest.isEmpty
    }

    package func finish() throws(FileError) { try file.flush() }

    private func append(_ part: ArraySlice<UInt8>, flags: UInt8) throws(FileError) {
        var fragment = ByteBuffer()
        fragment.append(byte: flags)
        fragment.append(bigEndian: UInt16(part.count))
        fragment.append(bigEndian: part.withUnsafeBytes { checksum_crc32c(0, $0.baseAddress, $0.count) })
        fragment.append(part)
        try file.append(fragment.bytes)
    }

    /// What a record may take before it would cross into the next segment.
    private var spaceInSegment: Int {
        let page = file.position / LogWriter.pageSize
        let inPage = LogWriter.pageSize - file.position % LogWriter.pageSize - LogWriter.headerSize
        let pages = LogWriter.segmentSize / LogWriter.pageSize - page - 1
        return inPage + pages * (LogWriter.pageSize - LogWriter.headerSize)
    }

    private mutating func startSegment() throws(FileError) {
        try file.pad(to: LogWriter.pageSize)
        try file.flush()
        segment += 1
        file = try OutputFile(LogWriter.path(directory, segment))
    }

    private static func path(_ directory: String, _ segment: Int) -> String {
        let digits = String(segment)
        return directory + "/" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }
}
