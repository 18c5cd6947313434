/// What a series entry says of its chunks, as far as a selection reaches them.
struct EntryChunks {
    /// Where the first chunk is, nil when the series has none.
    var reference: UInt64?
    /// Times of the first and last sample, clipped to the selection; `SeriesBatch.noTime` when there is no chunk.
    var first = SeriesBatch.noTime
    var last = SeriesBatch.noTime
    /// Whether the time range reaches the series: always, when there is no range.
    var isSelected = true
}

extension Decoder {
    /// Decodes the second half of a series entry. Both passes over an index do, so that they agree.
    @inline(__always)
    mutating func chunks(in selection: Selection) -> EntryChunks {
        var chunks = EntryChunks()
        let count = count()
        guard count > 0 else {
            chunks.isSelected = !selection.hasTimeRange
            return chunks
        }
        var minTime = varint()
        var maxTime = minTime &+ Int64(bitPattern: uvarint())
        chunks.reference = uvarint()
        guard selection.hasTimeRange else {
            chunks.first = minTime
            for _ in 1..<count {
                maxTime = maxTime &+ Int64(bitPattern: uvarint()) &+ Int64(bitPattern: uvarint())
                skipUvarints(1)
            }
            chunks.last = maxTime
            return chunks
        }
        var first = Int64.max
        var last = Int64.min
        for chunk in 0..<count {
            if chunk > 0 {
                minTime = maxTime &+ Int64(bitPattern: uvarint())
                maxTime = minTime &+ Int64(bitPattern: uvarint())
                skipUvarints(1)
            }
            if selection.overlaps(minTime, maxTime) {
                first = min(first, max(minTime, selection.minTime))
                last = max(last, min(maxTime, selection.maxTime))
            }
        }
        chunks.isSelected = first <= last
        if chunks.isSelected { (chunks.first, chunks.last) = (first, last) }
        return chunks
    }
}
