import Glibc

/// Files of `chunks_head`: chunks that were full and left the memory. Mostly their headers matter: which reference, from
/// when to when; and what they hold where samples are kept. Format: tsdb/docs/format/head_chunks.md, behaviour: `IterateAllChunks` in tsdb/chunks/head_chunks.go
/// of prometheus/prometheus.
extension HeadReader {
    /// Reads one file. Chunks of references without a series record are of series the WAL knows nothing of.
    mutating func readChunks(_ path: String, isLast: Bool) throws(BudgetExceeded) {
        var reader = HeadChunkReader(budget: options.budget)
        let error = try reader.open(path)
        guard error != ENOENT else { return noteVanished(path) }
        beginChunks(path)
        defer { chunkBytesRead += reader.bytesRead }
        guard error == 0 else { return report(.error, "cannot be opened: \(SystemError.words(for: error))") }
        var cursor = HeadReferences.Cursor()
        do throws(SegmentFault) {
            try reader.readHeader()
            while let chunk = try reader.next() {
                details.headChunks += 1
                let row = references.row(of: chunk.reference, &cursor)
                guard row < HeadReferences.limit else { continue }
                extend(row, from: chunk.first, to: chunk.last)
                if keepsSamples {
                    try keep(chunk.encoding, reader.content(of: chunk), of: row)
                }
            }
        } catch {
            if let exceeded = error.exceeded { throw exceeded }
            let isTorn = error.isTorn && isLast
            report(
                isTorn ? .warning : .error, at: error.offset,
                error.message + (isTorn ? "; it is being written" : "; times of the chunks behind it are missing"))
        }
    }
}

extension HeadReader {
    /// Keeps the samples of a chunk of a chosen series.
    private mutating func keep(_ encoding: ChunkEncoding, _ bytes: RawSpan, of row: UInt32) throws(SegmentFault) {
        do throws(BudgetExceeded) {
            try samples?.addChunk(row, encoding, bytes, options)
        } catch {
            throw SegmentFault(offset: 0, message: "", exceeded: error)
        }
    }
}

/// Goes through the chunks of one file of head chunks.
struct HeadChunkReader: ~Copyable {
    struct Chunk {
        var reference: UInt64
        var first: Int64
        var last: Int64
        var encoding: ChunkEncoding
        /// Bytes behind the encoding, which stand before the checksum.
        var length: Int
    }

    private static let readSize = 1 << 20
    private static let headerSize = 8
    /// Reference, two times, encoding, up to five bytes of length, checksum.
    private static let maximumMeta = 8 + 16 + 1 + 5 + 4

    private var descriptor: Int32 = -1
    /// Bytes of the file when it was opened.
    private var size = 0
    private var buffer: Column<UInt8>
    private var bufferOffset = 0
    private var position = 0
    private var isAtEnd = false
    private(set) var bytesRead = 0

    init(budget: MemoryBudget) { buffer = Column(budget: budget) }

    deinit { if descriptor >= 0 { close(descriptor) } }

    mutating func open(_ path: String) throws(BudgetExceeded) -> Int32 {
        try buffer.reserve(Self.readSize)
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return errno }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return errno }
        size = Int(status.st_size)
        return status.st_mode & S_IFMT == S_IFREG ? 0 : EINVAL
    }

    private var offset: Int { bufferOffset + position }

    mutating func readHeader() throws(SegmentFault) {
        // Prometheus deletes files that it created and did not get to write to.
        guard try fill(Self.headerSize) >= Self.headerSize else {
            throw SegmentFault(offset: 0, message: "is shorter than the 8 bytes of its header", isTorn: true)
        }
        let start = UnsafeRawBufferPointer(start: buffer.base, count: 4)
        if start.allSatisfy({ $0 == 0 }) {
            position = buffer.count
            return
        }
        guard start.elementsEqual(FileMagic.headChunks) else {
            throw SegmentFault(offset: 0, message: "does not start as a file of head chunks does (0x0130BC91)")
        }
        guard buffer[4] == 1 else {
            throw SegmentFault(offset: 4, message: "has version \(buffer[4]) of head chunks; version 1 can be read")
        }
        position = Self.headerSize
    }

    /// The next chunk, nil at the end; files are allocated ahead, so zeros are the end too.
    mutating func next() throws(SegmentFault) -> Chunk? {
        let available = try fill(Self.maximumMeta)
        guard available >= Self.maximumMeta else {
            for index in position..<buffer.count where buffer[index] != 0 {
                throw SegmentFault(offset: offset, message: "the file ends within a chunk's header", isTorn: true)
            }
            return nil
        }
        var decoder = Decoder(window)
        let (reference, first, last) = (decoder.uint64(), decoder.int64(), decoder.int64())
        if reference == 0, first == 0, last == 0 { return nil }
        let encoding = ChunkEncoding(inHead: decoder.uint8())
        let length = decoder.uvarint()
        let header = decoder.offset
        guard decoder.isValid, length <= UInt64(UInt32.max) else {
            throw SegmentFault(offset: offset, message: "a chunk has an impossible length")
        }
        let content = header + Int(length)
        guard content + 4 <= size - offset, try fill(content + 4) >= content + 4 else {
            throw SegmentFault(
                offset: offset, message: "the file ends within a chunk of \(length) bytes", isTorn: true)
        }
        var end = Decoder(window, at: content)
        guard CRC32C.checksum(window.extracting(0..<content)) == end.uint32() else {
            throw SegmentFault(offset: offset, message: "a chunk has a wrong checksum")
        }
        position += content + 4
        return Chunk(reference: reference, first: first, last: last, encoding: encoding, length: Int(length))
    }

    /// The samples of the chunk that was returned last, as they are encoded.
    @_lifetime(borrow self)
    func content(of chunk: Chunk) -> RawSpan {
        let end = position - 4
        let bytes = UnsafeRawBufferPointer(start: buffer.base + end - chunk.length, count: chunk.length)
        return unsafe _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
    }

    private var window: RawSpan {
        @_lifetime(borrow self)
        get {
            let bytes = UnsafeRawBufferPointer(start: buffer.base + position, count: buffer.count - position)
            return unsafe _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
        }
    }

    /// Sees to it that `wanted` bytes stand in the buffer, and returns how many do: fewer at the end of the file.
    private mutating func fill(_ wanted: Int) throws(SegmentFault) -> Int {
        let have = buffer.count - position
        guard have < wanted, !isAtEnd else { return have }
        (buffer.base).update(from: buffer.base + position, count: have)
        bufferOffset += position
        position = 0
        buffer.setCount(have)
        while buffer.count < wanted, !isAtEnd {
            do throws(BudgetExceeded) {
                // Only for a chunk of this size does the buffer grow.
                try buffer.reserve(max(1, wanted - buffer.count))
            } catch {
                throw SegmentFault(offset: offset, message: "", exceeded: error)
            }
            let count = read(descriptor, buffer.base + buffer.count, buffer.capacity - buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw SegmentFault(offset: offset, message: "cannot be read: \(SystemError.current)")
            }
            isAtEnd = count == 0
            buffer.setCount(buffer.count + count)
            bytesRead += count
        }
        return buffer.count
    }
}
