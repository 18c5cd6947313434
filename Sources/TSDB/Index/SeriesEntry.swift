/// The parts of a series entry that both passes decode the same way.
extension Decoder {
    /// Times of the first and last sample by the chunks that `selection` reaches, clipped to it, and the first chunk's
    /// reference. Nil when no chunk is reached; `SeriesBatch.noTime` twice when there is no chunk at all.
    @inline(__always)
    mutating func chunks(in selection: Selection, reference: inout UInt64) -> (first: Int64, last: Int64)? {
        let count = count()
        guard count > 0 else {
            return selection.hasTimeRange ? nil : (SeriesBatch.noTime, SeriesBatch.noTime)
        }
        var minTime = varint()
        var maxTime = minTime &+ Int64(bitPattern: uvarint())
        reference = uvarint()
        guard selection.hasTimeRange else {
            let first = minTime
            for _ in 1..<count {
                maxTime = maxTime &+ Int64(bitPattern: uvarint()) &+ Int64(bitPattern: uvarint())
                skipUvarints(1)
            }
            return (first, maxTime)
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
        return first <= last ? (first, last) : nil
    }
}
