/// Decodes series entries one after the other, each from the first label whose bytes differ from the entry before.
struct RowDecoder {
    private let index: IndexFile
    private let selection: Selection
    private let symbolCount: UInt64
    /// Offset in the file of the previous entry's first label.
    private var previous = 0
    /// Where each of the previous entry's labels ends, counted from its first label.
    private var labelEnds: [Int] = []

    init(index: IndexFile, selection: Selection) {
        self.index = index
        self.selection = selection
        symbolCount = UInt64(index.symbols.count)
        labelEnds.reserveCapacity(64)
    }

    /// Appends the entry at `start` as a row and returns where the next entry starts.
    @inline(__always)
    mutating func append(entryAt start: Int, to batch: inout SeriesBatch) throws(Diagnostic) -> Int {
        let file = index.file
        var decoder = Decoder(file.bytes, at: start)
        let length = decoder.count()
        let body = decoder.offset
        let labels = decoder.count()
        let first = decoder.offset
        let shared = min(sharedLabels(file.bytes, with: first, limit: body + length), labels)
        labelEnds.removeLast(labelEnds.count - shared)
        decoder.offset = first + (labelEnds.last ?? 0)
        for _ in shared..<labels {
            guard let name = index.symbol(&decoder), let value = index.symbol(&decoder) else {
                throw Diagnostic(
                    file: index.path, offset: start,
                    "series entry refers to a symbol that does not exist; the index is damaged")
            }
            batch.append(name: name, value: value)
            labelEnds.append(decoder.offset - first)
        }
        previous = first
        var reference: UInt64 = 0
        let times = decoder.chunks(in: selection, reference: &reference)
        guard decoder.isValid, let times else {
            throw Diagnostic(file: index.path, offset: start, "series entry changed while it was read")
        }
        batch.endRow(sharing: shared, first: times.first, last: times.last)
        return index.nextSeriesOffset(after: body + length + 4)
    }

    /// How many leading labels of the previous entry have the same bytes at `first`.
    @inline(__always)
    private func sharedLabels(_ bytes: borrowing RawSpan, with first: Int, limit: Int) -> Int {
        guard let last = labelEnds.last else { return 0 }
        let length = min(last, limit - first)
        var same = 0
        while same &+ 8 <= length {
            let a = bytes.unsafeLoadUnaligned(fromByteOffset: previous &+ same, as: UInt64.self).littleEndian
            let b = bytes.unsafeLoadUnaligned(fromByteOffset: first &+ same, as: UInt64.self).littleEndian
            if a != b {
                same &+= (a ^ b).trailingZeroBitCount &>> 3
                return labels(endingBy: same)
            }
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
        var count = labelEnds.count
        while count > 0, labelEnds[count - 1] > offset { count -= 1 }
        return count
    }
}
