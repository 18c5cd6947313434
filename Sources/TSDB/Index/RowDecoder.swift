/// Decodes series entries one after the other, each from the first label whose bytes differ from the entry before.
struct RowDecoder: ~Copyable, ~Escapable {
    private let index: IndexFile
    private let bytes: RawSpan
    private let selection: Selection
    private let symbolCount: UInt64
    private let hasByteReferences: Bool
    /// Offset in the file of the previous entry's first label.
    private var previous = 0
    /// Where each of the previous entry's labels ends, counted from its first label.
    private var labelEnds: UnsafeMutablePointer<Int>
    private var labelCount = 0
    private var labelCapacity = 64

    /// `bytes` are those of the whole index.
    @_lifetime(copy bytes)
    init(index: IndexFile, bytes: RawSpan, selection: Selection) {
        self.index = index
        self.bytes = bytes
        self.selection = selection
        symbolCount = UInt64(index.symbols.count)
        hasByteReferences = index.version == .v1
        labelEnds = .allocate(capacity: labelCapacity)
    }

    deinit { labelEnds.deallocate() }

    /// An appended entry.
    struct Entry {
        /// Where the next entry starts.
        var next: Int
        var chunks: EntryChunks
    }

    /// Appends the entry at `start` as a row; its checksum is looked at unless a survey did that before.
    @inline(__always)
    mutating func append(
        entryAt start: Int, isSurveyed: Bool, to batch: inout SeriesBatch
    ) throws(Diagnostic) -> Entry {
        var decoder = Decoder(bytes, at: start)
        let length = decoder.count()
        let body = decoder.offset
        if !isSurveyed { try verify(start, body, length) }
        let labels = decoder.count()
        let first = decoder.offset
        let shared = min(sharedLabels(with: first, limit: body &+ length), labels)
        if shared > 0 { decoder.offset = first &+ labelEnds[shared &- 1] }
        let isSound =
            hasByteReferences
            ? decodeByteReferences(&decoder, shared..<labels, first, &batch)
            : decodeLabels(&decoder, shared..<labels, first, &batch)
        guard isSound else {
            throw damaged(start, "refers to a symbol that does not exist")
        }
        previous = first
        let chunks = decoder.chunks(in: selection)
        guard decoder.isValid, chunks.isSelected else {
            throw damaged(start, "ends within a chunk, or changed while it was read")
        }
        batch.endRow(sharing: shared, first: chunks.first, last: chunks.last)
        return Entry(next: index.nextSeriesOffset(after: body &+ length &+ 4), chunks: chunks)
    }

    @inline(__always)
    private func verify(_ start: Int, _ body: Int, _ length: Int) throws(Diagnostic) {
        guard length > 0, body &+ length &+ 4 <= index.contents.seriesEnd, start >= index.contents.series else {
            throw damaged(start, "reaches past the series section")
        }
        var checksum = Decoder(bytes, at: body &+ length)
        guard checksum.uint32() == CRC32C.checksum(bytes.extracting(body..<(body &+ length))) else {
            throw damaged(start, "has a wrong checksum")
        }
    }

    private func damaged(_ start: Int, _ what: String) -> Diagnostic {
        Diagnostic(file: index.path, offset: start, "series entry \(what); the index is damaged")
    }

    /// Decodes the labels in `range`; false when a reference is to nothing.
    @inline(__always)
    private mutating func decodeLabels(
        _ decoder: inout Decoder, _ range: Range<Int>, _ first: Int, _ batch: inout SeriesBatch
    ) -> Bool {
        makeRoom(range.upperBound)
        let pairs = batch.room(labels: range.count)
        let ends = labelEnds
        var highest: UInt64 = 0
        var target = 0
        for position in range {
            let name = decoder.uvarint()
            let value = decoder.uvarint()
            highest = max(highest, max(name, value))
            pairs[target] = UInt32(truncatingIfNeeded: name)
            pairs[target &+ 1] = UInt32(truncatingIfNeeded: value)
            target &+= 2
            ends[position] = decoder.offset &- first
        }
        labelCount = range.upperBound
        guard highest < symbolCount || range.isEmpty else { return false }
        batch.commit(labels: range.count)
        return true
    }

    /// The same for version 1, whose references have to be looked up.
    @inline(never)
    private mutating func decodeByteReferences(
        _ decoder: inout Decoder, _ range: Range<Int>, _ first: Int, _ batch: inout SeriesBatch
    ) -> Bool {
        makeRoom(range.upperBound)
        for position in range {
            guard let name = index.symbol(&decoder), let value = index.symbol(&decoder) else { return false }
            batch.append(name: name, value: value)
            labelEnds[position] = decoder.offset &- first
        }
        labelCount = range.upperBound
        return true
    }

    @inline(__always)
    private mutating func makeRoom(_ labels: Int) {
        if labels > labelCapacity { growLabels(to: labels) }
    }

    @inline(never)
    private mutating func growLabels(to labels: Int) {
        let larger = UnsafeMutablePointer<Int>.allocate(capacity: labels * 2)
        larger.update(from: labelEnds, count: labelCount)
        labelEnds.deallocate()
        labelEnds = larger
        labelCapacity = labels * 2
    }

    /// How many leading labels of the previous entry have the same bytes at `first`.
    @inline(__always)
    private func sharedLabels(with first: Int, limit: Int) -> Int {
        guard labelCount > 0 else { return 0 }
        let length = min(labelEnds[labelCount &- 1], limit &- first)
        var same = 0
        while same &+ 8 <= length {
            let a = bytes.unsafeLoadUnaligned(fromByteOffset: previous &+ same, as: UInt64.self).littleEndian
            let b = bytes.unsafeLoadUnaligned(fromByteOffset: first &+ same, as: UInt64.self).littleEndian
            if a != b { return labels(endingBy: same &+ (a ^ b).trailingZeroBitCount &>> 3) }
            same &+= 8
        }
        while same < length,
            bytes.unsafeLoad(fromByteOffset: previous &+ same, as: UInt8.self)
                == bytes.unsafeLoad(fromByteOffset: first &+ same, as: UInt8.self)
        {
            same &+= 1
        }
        return labels(endingBy: same)
    }

    @inline(__always)
    private func labels(endingBy offset: Int) -> Int {
        var count = labelCount
        while count > 0, labelEnds[count &- 1] > offset { count &-= 1 }
        return count
    }
}
