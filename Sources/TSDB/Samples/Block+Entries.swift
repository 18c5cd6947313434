/// Reading the series of a block one by one, with all of their chunks: for those whose samples are wanted.
extension Block {
    /// A chunk as its series' entry tells of it.
    struct ChunkPlace {
        var first: Int64
        var last: Int64
        var reference: UInt64
    }

    struct Entry {
        /// Interleaved (name, value) symbol references.
        var pairs: [UInt32] = []
        var chunks: [ChunkPlace] = []
    }

    /// Decodes the entry at `offset` and returns where the next one starts.
    func readEntry(at offset: Int, into entry: inout Entry) throws(Diagnostic) -> Int {
        func damaged(_ what: String) -> Diagnostic {
            Diagnostic(file: index.path, offset: offset, "series entry \(what); the index is damaged")
        }
        let file = index.file
        let bytes = file.bytes
        var decoder = Decoder(bytes, at: offset)
        let length = decoder.count()
        let body = decoder.offset
        guard decoder.isValid, length > 0, length <= index.contents.seriesEnd - body - 4 else {
            throw damaged("reaches past the series section")
        }
        var checksum = Decoder(bytes, at: body + length)
        guard checksum.uint32() == CRC32C.checksum(bytes.extracting(body..<(body + length))) else {
            throw damaged("has a wrong checksum")
        }
        entry.pairs.removeAll(keepingCapacity: true)
        for _ in 0..<decoder.count() {
            guard let name = index.symbol(&decoder), let value = index.symbol(&decoder) else {
                throw damaged("refers to a symbol that does not exist")
            }
            entry.pairs.append(name)
            entry.pairs.append(value)
        }
        entry.chunks.removeAll(keepingCapacity: true)
        let count = decoder.count()
        var reference: UInt64 = 0
        var last: Int64 = 0
        for number in 0..<count where decoder.isValid {
            let first = number == 0 ? decoder.varint() : last &+ Int64(bitPattern: decoder.uvarint())
            last = first &+ Int64(bitPattern: decoder.uvarint())
            reference = number == 0 ? decoder.uvarint() : reference &+ UInt64(bitPattern: decoder.varint())
            entry.chunks.append(ChunkPlace(first: first, last: last, reference: reference))
        }
        guard decoder.isValid, decoder.offset <= body + length else { throw damaged("ends within a chunk") }
        return index.nextSeriesOffset(after: body + length + 4)
    }

    /// Calls `body` with the offset and the content of each entry of `metrics[metric]`.
    func forEachEntry(
        of metric: Int, _ body: (_ offset: Int, _ entry: Entry) throws(Diagnostic) -> Void
    ) throws(Diagnostic) {
        var pages = TouchedPages()
        var entry = Entry()
        switch extents {
        case .runs(let runs, let ranges):
            for run in runs[ranges[metric]] {
                var offset = index.seriesOffset(of: run.reference)
                for _ in 0..<run.count {
                    let next = try readEntry(at: offset, into: &entry)
                    pages.touch(offset, next, of: index.file)
                    try body(offset, entry)
                    offset = next
                }
            }
        case .postings(let lists):
            for row in 0..<lists[metric].count {
                let offset = index.seriesOffset(of: lists[metric][row])
                let next = try readEntry(at: offset, into: &entry)
                pages.touch(offset, next, of: index.file)
                try body(offset, entry)
            }
            lists[metric].release()
        }
        pages.release(index.file)
    }
}

/// Gives pages back that were read in ascending order.
struct TouchedPages {
    private var start = -1
    private var end = 0
    private var touched = 0

    mutating func touch(_ from: Int, _ to: Int, of file: MappedFile) {
        if start < 0 || from < end { (start, end) = (min(from, start < 0 ? from : start), max(end, from)) }
        touched += to - from + (from - end > Block.touchedAround ? Block.touchedAround : 0)
        end = max(end, to)
        if touched > MappedFile.releaseStep { release(file) }
    }

    mutating func release(_ file: MappedFile) {
        if start >= 0, start < end { file.release(start..<end) }
        (start, touched) = (-1, 0)
    }
}
