/// Walks series entries for a `SeriesSurvey`. One scanner serves one thread.
struct SeriesScanner {
    private let index: IndexFile
    private let segments: ChunkSegments?
    private let selection: Selection
    /// Symbol of `__name__`, nil when no series has a name.
    private let nameSymbol: UInt32?
    private let symbolCount: Int
    private var verdicts: SelectionVerdicts
    private var pairs: [UInt32] = []
    private var survey = SeriesSurvey()

    init(index: IndexFile, segments: ChunkSegments?, selection: Selection) {
        self.index = index
        self.segments = segments
        self.selection = selection
        symbolCount = index.symbols.count
        nameSymbol = index.symbols.reference(of: "__name__")
        verdicts = SelectionVerdicts(selection, symbolCount: index.symbols.count, reference: index.symbols.reference)
        survey.attributesChunks = segments != nil
    }

    /// Surveys the entries from `start` on that begin before `end`, both byte offsets.
    mutating func scan(from start: Int, to end: Int) throws(Diagnostic) {
        var offset = start
        var released = start
        let file = index.file
        let bytes = file.bytes
        while offset < end, let next = try entry(at: offset, end: end, bytes) {
            offset = next
            if offset - released > MappedFile.releaseStep {
                file.release(released..<offset)
                released = offset
            }
        }
        file.release(released..<min(offset, file.count))
    }

    /// Surveys the entries of a postings list.
    mutating func scan(_ list: PostingsList) throws(Diagnostic) {
        let end = index.contents.seriesEnd
        let file = index.file
        let bytes = file.bytes
        var before = -1
        for position in 0..<list.count {
            let offset = index.seriesOffset(of: list[position])
            guard offset > before else { throw damaged(offset, "is in a postings list twice") }
            before = offset
            guard offset >= index.contents.series, offset < end, let next = try entry(at: offset, end: end, bytes)
            else {
                throw damaged(offset, "is in a postings list but does not exist")
            }
            try closeChunks(at: next, end: end)
        }
        list.release()
    }

    /// The survey of what was scanned.
    func finished() -> SeriesSurvey {
        var survey = survey
        survey.flush()
        return survey
    }

    /// The entry's offset in words for the user.
    private func damaged(_ offset: Int, _ what: String) -> Diagnostic {
        Diagnostic(file: index.path, offset: offset, "series entry \(what); the index is damaged")
    }

    /// Surveys one entry and returns where the next one starts; nil when only padding is left.
    @inline(__always)
    private mutating func entry(at start: Int, end: Int, _ bytes: RawSpan) throws(Diagnostic) -> Int? {
        var decoder = Decoder(bytes, at: start)
        let length = Int(truncatingIfNeeded: decoder.uvarint())
        if length == 0, decoder.isValid { return try skipPadding(from: start, to: end) }
        let body = decoder.offset
        guard decoder.isValid, length > 0, length <= end - body - 4 else {
            throw damaged(start, "of \(length) bytes reaches past the series section")
        }
        decoder.offset = body + length
        guard decoder.uint32() == CRC32C.checksum(bytes.extracting(body..<(body + length))) else {
            throw damaged(start, "has a wrong checksum")
        }
        let next = index.nextSeriesOffset(after: decoder.offset)
        survey.scanned += 1

        decoder.offset = body
        let (metric, isSelected) = try labels(&decoder, start)
        let chunks = decoder.chunks(in: selection)
        guard decoder.isValid, decoder.offset <= body + length else { throw damaged(start, "ends within a chunk") }
        if let reference = chunks.reference { noteChunks(at: reference) }
        if isSelected, chunks.isSelected { select(metric, at: start, next: next, chunks) }
        return next
    }

    /// Decodes the labels as far as needed: the metric, and whether the matchers want the series.
    @inline(__always)
    private mutating func labels(_ decoder: inout Decoder, _ start: Int) throws(Diagnostic) -> (UInt32, Bool) {
        let count = decoder.count()
        if count > 0, verdicts.acceptsEverything, index.version != .v1 {
            let name = UInt32(truncatingIfNeeded: decoder.uvarint())
            let value = UInt32(truncatingIfNeeded: decoder.uvarint())
            var metric = name == nameSymbol ? value : MetricExtent.noName
            if name == nameSymbol {
                decoder.skipUvarints(2 * (count - 1))
            } else {
                for _ in 1..<count {
                    let name = UInt32(truncatingIfNeeded: decoder.uvarint())
                    let value = UInt32(truncatingIfNeeded: decoder.uvarint())
                    if name == nameSymbol { metric = value }
                }
            }
            // The other labels are checked when they are decoded; the name is used before that.
            guard metric == MetricExtent.noName || Int(metric) < symbolCount else {
                throw damaged(start, "refers to a symbol that does not exist")
            }
            return (metric, true)
        }
        pairs.removeAll(keepingCapacity: true)
        var metric = MetricExtent.noName
        for _ in 0..<count {
            guard let name = index.symbol(&decoder), let value = index.symbol(&decoder) else {
                throw damaged(start, "refers to a symbol that does not exist")
            }
            pairs.append(name)
            pairs.append(value)
            if name == nameSymbol { metric = value }
        }
        let symbols = index.symbols
        return (metric, verdicts.accept(pairs) { symbols.withSymbol($0, $1) })
    }

    private func skipPadding(from start: Int, to end: Int) throws(Diagnostic) -> Int? {
        let file = index.file
        var decoder = Decoder(file.bytes, at: start)
        while decoder.offset < end {
            guard decoder.uint8() == 0 else { throw damaged(start, "is empty") }
        }
        return nil
    }

    private mutating func select(_ metric: UInt32, at start: Int, next: Int, _ chunks: EntryChunks) {
        survey.selected += 1
        if let reference = chunks.reference {
            survey.minTime = min(survey.minTime, chunks.first)
            survey.maxTime = max(survey.maxTime, chunks.last)
            if survey.attributesChunks, let position = segments?.position(of: reference) {
                survey.openChunks = (metric, position)
            }
        }
        survey.addRun(metric, reference: index.seriesReference(at: start), next: index.seriesReference(at: next))
        survey.addBytes(next - start, to: metric)
    }

    /// Notes where an entry's chunks start, which is where those of the entry before it end.
    @inline(__always)
    private mutating func noteChunks(at reference: UInt64) {
        guard survey.attributesChunks, let segments else { return }
        guard let position = segments.position(of: reference) else {
            survey.attributesChunks = false
            return
        }
        if survey.firstChunk == nil { survey.firstChunk = position }
        survey.closeChunks(at: position)
    }

    /// After a lone entry: its chunks end where those of its successor in the index start.
    private mutating func closeChunks(at next: Int, end: Int) throws(Diagnostic) {
        guard survey.openChunks != nil, let segments else { return }
        let file = index.file
        var decoder = Decoder(file.bytes, at: min(next, file.count))
        guard next < end, decoder.uvarint() > 0 else { return survey.closeChunks(at: segments.totalBytes) }
        decoder.skipUvarints(2 * decoder.count())
        let chunks = decoder.chunks(in: Selection())
        if decoder.isValid, let reference = chunks.reference { noteChunks(at: reference) }
    }
}

extension IndexFile {
    /// The next symbol reference of a series entry as a position, nil when it refers to nothing.
    @inline(__always)
    func symbol(_ decoder: inout Decoder) -> UInt32? {
        let raw = decoder.uvarint()
        if version == .v1 { return symbols.position(ofOffset: raw) }
        return raw < UInt64(symbols.count) ? UInt32(truncatingIfNeeded: raw) : nil
    }
}
