/// The files of a block's `chunks` directory, each mapped when a chunk in it is first wanted.
///
/// A reference is (number of the file among them, offset in it). Format: tsdb/docs/format/chunks.md of
/// prometheus/prometheus.
struct ChunkFiles {
    private static let magic: UInt32 = 0x85bd_40dd
    private static let headerSize = 8

    let directory: String
    private let paths: [String]
    private var files: [MappedFile?]
    /// Files that cannot be used, by number, said once.
    private(set) var diagnostics: [Diagnostic] = []
    private var unusable: Set<Int> = []
    /// Bytes that may have become resident since the last release.
    private var touched = 0

    init(directory: String) {
        self.directory = directory
        paths = ChunkSegments.paths(in: directory)
        files = Array(repeating: nil, count: paths.count)
    }

    /// Whether the block came with its chunks.
    var isEmpty: Bool { paths.isEmpty }

    /// Appends the samples of a chunk. What is wrong with it goes to `skipped`.
    mutating func append(
        _ reference: UInt64, in selection: Selection, to samples: inout [Sample], _ skipped: inout SkippedChunks
    ) {
        guard let file = file(Int(reference >> 32)) else { return skipped.damaged += 1 }
        let bytes = file.bytes
        let start = Int(reference & 0xffff_ffff)
        var decoder = Decoder(bytes, at: min(max(start, Self.headerSize), bytes.byteCount))
        let length = decoder.count()
        // The length leaves the encoding out, the checksum does not.
        let content = decoder.offset
        let encoding = ChunkEncoding(rawValue: decoder.uint8())
        let data = decoder.offset
        decoder.skip(length)
        let end = decoder.offset
        let checksum = decoder.uint32()
        guard start >= Self.headerSize, decoder.isValid, length > 0,
            checksum == CRC32C.checksum(bytes.extracting(content..<end))
        else { return skipped.damaged += 1 }
        XORChunk.append(encoding, bytes.extracting(data..<end), in: selection, to: &samples, &skipped)
        touched += length + Block.touchedAround
        if touched > MappedFile.releaseStep { release() }
    }

    private mutating func release() {
        for case let file? in files { file.release(0..<file.count) }
        touched = 0
    }

    private mutating func file(_ number: Int) -> MappedFile? {
        guard number < paths.count, !unusable.contains(number) else { return nil }
        if let known = files[number] { return known }
        do throws(Diagnostic) {
            let file = try MappedFile(path: paths[number])
            var decoder = Decoder(file.bytes)
            guard decoder.uint32() == Self.magic, decoder.uint8() == 1, decoder.isValid else {
                throw Diagnostic(
                    file: file.path, offset: 0, "does not start as a file of chunks of version 1 does (0x85BD40DD 01)")
            }
            files[number] = file
            return file
        } catch {
            diagnostics.append(error)
            unusable.insert(number)
            return nil
        }
    }
}
