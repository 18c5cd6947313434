import Glibc

/// Why a segment was not read to its end.
struct SegmentFault: Error {
    var offset: Int
    var message: String
    /// The file ends within a record: normal for the segment that is being written, or was when the server crashed.
    var isTorn = false
    /// Nothing is wrong with the file: a buffer or a table cannot grow.
    var exceeded: BudgetExceeded?
}

/// Takes the records out of WAL segments: pages of 32 KiB with fragments in them, each with a checksum, put together
/// and decompressed. Format: tsdb/docs/format/wal.md, behaviour: tsdb/wlog/reader.go of prometheus/prometheus.
///
/// Segments are read with `read`, never mapped: the last one grows, and old ones are deleted while this runs. One
/// reader reads all segments of a head, for the sake of its buffers.
struct RecordReader: ~Copyable {
    static let pageSize = 32 << 10
    static let headerSize = 7
    /// Pages are read by the megabyte.
    static let bufferSize = 1 << 20

    enum Step {
        /// `record` holds the next record, which began at `offset`.
        case record(offset: Int)
        /// A record of a type that was not wanted went by.
        case passed(RecordType)
        /// A record went by that cannot be decompressed; those after it can be read.
        case unreadable(offset: Int, message: String)
        case end
    }

    private enum Fragment {
        static let full: UInt8 = 1
        static let first: UInt8 = 2
        static let middle: UInt8 = 3
        static let last: UInt8 = 4
    }

    private var descriptor: Int32 = -1
    private var buffer: Column<UInt8>
    /// Offset in the file of the first byte in the buffer; a multiple of the page size.
    private var bufferOffset = 0
    private var position = 0
    private var isAtEnd = true
    /// Fragments of a record that has several.
    private var assembly: Column<UInt8>
    private var decompressor: Decompressor

    /// The record, until the next step; `Column.padding` bytes behind it may be read.
    private(set) var record = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Bytes read from all segments so far.
    private(set) var bytesRead = 0

    init(budget: MemoryBudget) {
        buffer = Column(budget: budget)
        assembly = Column(budget: budget)
        decompressor = Decompressor(budget: budget)
    }

    deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

    /// Starts with another segment. Returns `errno` when it cannot be opened, 0 when it can.
    mutating func open(_ path: String) throws(BudgetExceeded) -> Int32 {
        close()
        try buffer.reserve(Self.bufferSize)
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return errno }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return errno }
        guard status.st_mode & S_IFMT == S_IFREG else { return EINVAL }
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
        isAtEnd = false
        return 0
    }

    mutating func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
        buffer.removeAll()
        bufferOffset = 0
        position = 0
        isAtEnd = true
    }

    /// Where in the file the reader stands.
    var offset: Int { bufferOffset + position }

    /// Goes on to the next record that is not of one of the `unwanted` types. These are passed over without being put
    /// together or decompressed where their type can be told from the first fragment.
    mutating func next(passing unwanted: RecordTypes) throws(SegmentFault) -> Step {
        assembly.removeAll()
        var start = offset
        var fragments = 0
        var passing: UInt8?
        while true {
            if position == buffer.count {
                if try !refill() {
                    guard fragments == 0 else { throw torn(start, "a fragment of it that ends the record") }
                    return .end
                }
            }
            let header = buffer.base[position]
            if header & 7 == 0 {
                try skipPadding()
                continue
            }
            let content = try fragment(header)
            let kind = header & 7
            let isFirst = kind == Fragment.full || kind == Fragment.first
            guard isFirst == (fragments == 0) else {
                throw SegmentFault(
                    offset: offset - content.count - Self.headerSize,
                    message: isFirst
                        ? "a new record starts before the one at byte \(start) has ended"
                        : "a record goes on that never started")
            }
            if isFirst {
                start = offset - content.count - Self.headerSize
                if let type = Decompressor.peekType(content, header), unwanted.contains(type) { passing = type }
            }
            fragments += 1
            let isLast = kind == Fragment.full || kind == Fragment.last
            if let passing {
                if isLast { return .passed(RecordType(rawValue: passing)) }
                continue
            }
            if kind == Fragment.full { return try finish(content, header, start) }
            try assemble(content, start)
            if isLast {
                return try finish(UnsafeRawBufferPointer(start: assembly.base, count: assembly.count), header, start)
            }
        }
    }

    private mutating func finish(
        _ content: UnsafeRawBufferPointer, _ header: UInt8, _ start: Int
    ) throws(SegmentFault) -> Step {
        do throws(SegmentFault) {
            record = try decompressor.decompress(content, header, at: start)
            return .record(offset: start)
        } catch {
            if error.exceeded != nil { throw error }
            return .unreadable(offset: error.offset, message: error.message)
        }
    }

    private mutating func assemble(_ content: UnsafeRawBufferPointer, _ start: Int) throws(SegmentFault) {
        guard let base = content.baseAddress else { return }
        do throws(BudgetExceeded) {
            try assembly.append(from: base.assumingMemoryBound(to: UInt8.self), count: content.count)
        } catch {
            throw SegmentFault(offset: start, message: "", exceeded: error)
        }
    }

    /// Verifies the fragment at `position`, moves behind it and returns what it holds.
    @inline(__always)
    private mutating func fragment(_ header: UInt8) throws(SegmentFault) -> UnsafeRawBufferPointer {
        let inPage = Self.pageSize - position % Self.pageSize
        let available = min(inPage, buffer.count - position)
        guard header & 7 <= Fragment.last else {
            throw SegmentFault(offset: offset, message: "a fragment has type \(header & 7); types 0 to 4 exist")
        }
        guard inPage >= Self.headerSize else {
            throw SegmentFault(offset: offset, message: "the end of a page holds something else than zeros")
        }
        guard available >= Self.headerSize else { throw torn(offset, "a fragment header of 7 bytes") }
        let base = UnsafeRawPointer(buffer.base + position)
        let length = Int(UInt16(bigEndian: base.loadUnaligned(fromByteOffset: 1, as: UInt16.self)))
        let checksum = UInt32(bigEndian: base.loadUnaligned(fromByteOffset: 3, as: UInt32.self))
        guard length <= inPage - Self.headerSize else {
            throw SegmentFault(
                offset: offset,
                message:
                    "a fragment of \(length) bytes reaches past its page, which has \(inPage - Self.headerSize) left")
        }
        guard length <= available - Self.headerSize else { throw torn(offset, "a fragment of \(length) bytes") }
        let content = UnsafeRawBufferPointer(start: base + Self.headerSize, count: length)
        guard CRC32C.checksum(RawSpan(_unsafeBytes: content)) == checksum else {
            throw SegmentFault(offset: offset, message: "a fragment of \(length) bytes has a wrong checksum")
        }
        position += Self.headerSize + length
        return content
    }

    /// Type 0: the rest of the page is zeros.
    private mutating func skipPadding() throws(SegmentFault) {
        let end = min(position + Self.pageSize - position % Self.pageSize, buffer.count)
        var next = position + 1
        while next < end {
            if next + 8 <= end {
                let word = UnsafeRawPointer(buffer.base).loadUnaligned(fromByteOffset: next, as: UInt64.self)
                if word == 0 {
                    next += 8
                    continue
                }
            }
            guard buffer.base[next] == 0 else {
                throw SegmentFault(
                    offset: bufferOffset + next, message: "the rest of a page should be zeros and is not")
            }
            next += 1
        }
        position = end
    }

    private func torn(_ offset: Int, _ expected: String) -> SegmentFault {
        SegmentFault(offset: offset, message: "the file ends where \(expected) was expected", isTorn: true)
    }

    /// Reads until the buffer is full or the file ends. False when there is nothing more.
    private mutating func refill() throws(SegmentFault) -> Bool {
        guard !isAtEnd else { return false }
        bufferOffset += buffer.count
        buffer.removeAll()
        position = 0
        var filled = 0
        while filled < Self.bufferSize {
            let count = read(descriptor, buffer.base + filled, Self.bufferSize - filled)
            if count < 0 {
                if errno == EINTR { continue }
                throw SegmentFault(offset: bufferOffset + filled, message: "cannot be read: \(SystemError.current)")
            }
            if count == 0 {
                isAtEnd = true
                break
            }
            filled += count
        }
        buffer.setCount(filled)
        bytesRead += filled
        return filled > 0
    }
}
