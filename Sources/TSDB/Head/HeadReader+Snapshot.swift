/// Records of a `chunk_snapshot`, which are numbered in another way than those of the WAL.
///
/// Format: tsdb/docs/format/memory_snapshot.md of prometheus/prometheus.
extension HeadReader {
    mutating func readSnapshotRecord(
        _ record: UnsafeRawBufferPointer, at offset: Int
    ) throws(BudgetExceeded) -> String? {
        switch record.first {
        case 1: return try readSnapshotSeries(record)
        case 2: return try readSnapshotTombstones(record)
        case 3: return readExemplars(record)
        default: return noteUnknown(RecordType(rawValue: record.first ?? 0), at: offset)
        }
    }

    /// One series, and the times of its open chunk if it has one.
    private mutating func readSnapshotSeries(_ record: UnsafeRawBufferPointer) throws(BudgetExceeded) -> String? {
        guard let base = record.baseAddress else { return nil }
        var decoder = Decoder(RawSpan(_unsafeBytes: record), at: 1)
        let reference = decoder.uint64()
        try series.decodeLabels(&decoder, in: base)
        let entryBytes = decoder.offset - 1
        // What was the chunk range.
        decoder.skip(8)
        let hasChunk = decoder.uvarint() != 0
        let first = hasChunk ? decoder.int64() : 0
        let last = hasChunk ? decoder.int64() : 0
        guard decoder.isValid else { return "a snapshot's series record ends before the times of its chunk" }
        let encoding = ChunkEncoding(rawValue: hasChunk ? decoder.uint8() : 0)
        let chunk = hasChunk ? decoder.stringRange() : 0..<0
        let isWhole = decoder.isValid
        let row = try define(reference, entryBytes: entryBytes)
        part.seriesEntries += 1
        guard hasChunk, first <= last else { return nil }
        part.lastSampleTime = max(part.lastSampleTime ?? .min, last)
        guard row < HeadReferences.limit else { return nil }
        extend(row, from: first, to: last)
        guard keepsSamples else { return nil }
        guard isWhole else { return "a snapshot's series record ends within its chunk" }
        let bytes = RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: record[chunk]))
        try samples?.addChunk(row, encoding, bytes, options)
        return nil
    }

    /// All tombstones of the head, as in a block's tombstones file: a version byte, then varints.
    private mutating func readSnapshotTombstones(
        _ record: UnsafeRawBufferPointer
    ) throws(BudgetExceeded) -> String? {
        var decoder = Decoder(RawSpan(_unsafeBytes: record), at: 1)
        let length = decoder.count()
        if length > 0 { decoder.skip(1) }
        let end = decoder.offset + length - 1
        while decoder.isValid, length > 0, decoder.offset < end {
            let reference = decoder.uvarint()
            let first = decoder.varint()
            let last = decoder.varint()
            guard decoder.isValid else { break }
            part.tombstones += 1
            if keepsSamples { try delete(reference, first, last) }
        }
        return decoder.isValid ? nil : "a snapshot's tombstones record ends within a tombstone"
    }
}
