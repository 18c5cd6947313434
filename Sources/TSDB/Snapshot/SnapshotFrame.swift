import CZstd

/// Compresses frames for a writer.
struct SnapshotFrameWriter: ~Copyable {
    private let context: OpaquePointer?
    private var compressed: [UInt8] = []

    init() { context = ZSTD_createCCtx() }

    deinit { ZSTD_freeCCtx(context) }

    /// Writes the content as a frame and returns how many bytes that took; nil when zstd failed.
    mutating func write(_ content: [UInt8], to sink: (UnsafeRawBufferPointer) -> Void) -> Int? {
        let bound = ZSTD_compressBound(content.count)
        if compressed.count < bound { compressed = [UInt8](repeating: 0, count: bound) }
        let size = ZSTD_compressCCtx(
            context, &compressed, compressed.count, content, content.count, SnapshotFormat.compressionLevel)
        guard ZSTD_isError(size) == 0 else { return nil }
        var header = SnapshotEncoder()
        header.put(littleEndian: UInt32(truncatingIfNeeded: content.count))
        header.put(littleEndian: UInt32(truncatingIfNeeded: size))
        let payload = compressed.span.extracting(0..<size).bytes
        header.put(littleEndian: CRC32C.checksum(payload))
        header.bytes.withUnsafeBytes(sink)
        payload.withUnsafeBytes(sink)
        return header.count + size
    }
}

/// Reads frames of a mapped snapshot.
enum SnapshotFrameReader {
    /// Where the frame at `offset`, whose content was read, ends.
    static func end(ofFrameAt offset: Int, in file: MappedFile) -> Int {
        var header = Decoder(file.bytes, at: offset + 4)
        return offset + SnapshotFormat.frameHeaderSize + Int(header.littleUInt32())
    }

    /// The content of the frame at `offset`, its checksum verified.
    static func content(
        at offset: Int, of file: MappedFile, budget: MemoryBudget
    ) throws(Diagnostic) -> [UInt8] {
        func damaged(_ what: String) -> Diagnostic {
            Diagnostic(file: file.path, offset: offset, "frame \(what); the snapshot is damaged, make it again")
        }
        var header = Decoder(file.bytes, at: offset)
        let size = Int(header.littleUInt32())
        let compressed = Int(header.littleUInt32())
        let checksum = header.littleUInt32()
        let start = header.offset
        guard header.isValid, compressed <= header.remaining, size <= SnapshotFormat.maximumFrame else {
            throw damaged("has an impossible length")
        }
        let payload = file.bytes.extracting(start..<(start + compressed))
        guard CRC32C.checksum(payload) == checksum else { throw damaged("has a wrong checksum") }
        // Before memory is asked for: a size that is wrong is damage, not a reason to allow more.
        guard payload.withUnsafeBytes({ ZSTD_getFrameContentSize($0.baseAddress, $0.count) }) == UInt64(size) else {
            throw damaged("has an impossible length")
        }
        try budget.require(size, for: "a frame of the snapshot", file: file.path)
        defer { budget.release(size) }
        let content = payload.withUnsafeBytes { source -> [UInt8]? in
            var isComplete = false
            let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, count in
                let result = ZSTD_decompress(target.baseAddress, size, source.baseAddress, source.count)
                isComplete = result == size
                count = isComplete ? size : 0
            }
            return isComplete ? bytes : nil
        }
        file.release(offset..<(start + compressed))
        guard let content else { throw damaged("cannot be decompressed") }
        return content
    }
}
