/// Reading a metric of a block that was not surveyed: everything is selected, so its postings name its series.
extension Block {
    func read(
        _ list: PostingsList, from position: inout SeriesPosition, into batch: inout SeriesBatch
    ) throws(Diagnostic) -> Bool {
        let file = index.file
        let before = batch.count
        var decoder = RowDecoder(index: index, bytes: file.bytes, selection: selection)
        let rows = min(list.count - position.row, SeriesBatch.capacity - batch.count)
        var previous = position.row > 0 ? index.seriesOffset(of: list[position.row - 1]) : -1
        for row in position.row..<(position.row + rows) {
            let offset = index.seriesOffset(of: list[row])
            guard offset > previous else {
                throw Diagnostic(
                    file: index.path, offset: offset,
                    "series entry is in a postings list twice; the index is damaged")
            }
            previous = offset
            if offset != position.offset { jump(to: offset, &position) }
            let entry = try decoder.append(entryAt: offset, isSurveyed: false, to: &batch)
            note(entry, at: offset, &position)
        }
        position.row += rows
        let isDone = position.row == list.count
        if isDone { jump(to: position.offset, &position) }
        if isDone || position.touched > MappedFile.releaseStep { release(&position) }
        if isDone { list.release() }
        return batch.count > before
    }

    @inline(__always)
    private func note(_ entry: RowDecoder.Entry, at offset: Int, _ position: inout SeriesPosition) {
        position.indexBytes &+= entry.next &- offset
        position.touched &+= entry.next &- offset
        position.offset = entry.next
        guard let reference = entry.chunks.reference else { return }
        position.minTime = min(position.minTime, entry.chunks.first)
        position.maxTime = max(position.maxTime, entry.chunks.last)
        let start = segments?.position(of: reference)
        position.endChunks(at: start)
        position.openChunks = start
        if start == nil { position.hasLostChunks = true }
    }

    /// Leaves the entries read so far: the last one's chunks end where those of the entry behind it start.
    private func jump(to offset: Int, _ position: inout SeriesPosition) {
        if position.openChunks != nil { position.endChunks(at: chunkStart(ofEntryAt: position.offset)) }
        if position.touched == 0 { position.released = offset }
        position.touched += Self.touchedAround
        position.offset = offset
    }

    private func release(_ position: inout SeriesPosition) {
        index.file.release(min(position.released, position.offset)..<position.offset)
        position.released = position.offset
        position.touched = 0
    }

    /// Where the chunks of the entry at `offset` start; where all chunks end when there is none.
    private func chunkStart(ofEntryAt offset: Int) -> Int? {
        guard let segments else { return nil }
        let file = index.file
        guard offset < index.contents.seriesEnd else { return segments.totalBytes }
        var decoder = Decoder(file.bytes, at: offset)
        guard decoder.uvarint() > 0 else { return segments.totalBytes }
        decoder.skipUvarints(2 * decoder.count())
        let chunks = decoder.chunks(in: Selection())
        guard decoder.isValid, let reference = chunks.reference else { return nil }
        return segments.position(of: reference)
    }
}

extension SeriesPosition {
    fileprivate mutating func endChunks(at position: Int?) {
        if let openChunks, let position { chunkBytes += max(0, position - openChunks) }
        openChunks = nil
    }
}
