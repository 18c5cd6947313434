/// Records that say which series there are, and what they mean.
extension HeadReader {
    /// Type 1: reference (8 bytes) and label set of each series.
    mutating func readSeries(_ record: UnsafeRawBufferPointer) throws(BudgetExceeded) -> String? {
        guard let base = record.baseAddress else { return nil }
        var decoder = Decoder(RawSpan(_unsafeBytes: record), at: 1)
        var entries = 0
        defer { part.seriesEntries += entries }
        while decoder.remaining > 0 {
            let start = decoder.offset
            let reference = decoder.uint64()
            try series.decodeLabels(&decoder, in: base)
            guard decoder.isValid else { return "a series record ends within series \(entries + 1)" }
            _ = try define(reference, entryBytes: decoder.offset - start)
            entries += 1
        }
        return nil
    }

    /// Gives a reference to the label set that was decoded last, and returns its row or `HeadReferences.ignored`.
    ///
    /// A reference that another series had belongs to the new one from here on: after a restart the counter starts
    /// again at the highest reference that was left.
    @inline(__always)
    mutating func define(_ reference: UInt64, entryBytes: Int) throws(BudgetExceeded) -> UInt32 {
        var row = HeadReferences.ignored
        var isNew = false
        if try isSelected() { (row, isNew) = try series.add(entryBytes: entryBytes) }
        if keepsSamples, row != HeadReferences.ignored { samples?.define(row) }
        let before = try references.define(reference, row: row)
        if before == HeadReferences.unknown {
            if !isNew && row != HeadReferences.ignored { details.repeatedReferences += 1 }
        } else if before != row {
            details.redefinedReferences += 1
        }
        return row
    }

    /// Whether the label set that was decoded last is wanted: those whose samples are kept, or else those selected.
    private mutating func isSelected() throws(BudgetExceeded) -> Bool {
        keepsSamples ? samples?.chooses(series) ?? false : try selection.accepts(series)
    }

    /// Type 3: reference (8 bytes), from and to (varints) of each deleted interval. Deletions hide samples from queries
    /// and free no series, so they are counted, and applied to samples that are kept.
    mutating func readTombstones(_ record: UnsafeRawBufferPointer) throws(BudgetExceeded) -> String? {
        var decoder = Decoder(RawSpan(_unsafeBytes: record), at: 1)
        while decoder.remaining > 0 {
            let reference = decoder.uint64()
            let first = decoder.varint()
            let last = decoder.varint()
            guard decoder.isValid else { return "a tombstones record ends within a tombstone" }
            part.tombstones += 1
            if keepsSamples { try delete(reference, first, last) }
        }
        return nil
    }

    /// Notes that a series has no samples in an interval.
    mutating func delete(_ reference: UInt64, _ first: Int64, _ last: Int64) throws(BudgetExceeded) {
        var cursor = HeadReferences.Cursor()
        let row = references.row(of: reference, &cursor)
        if row < HeadReferences.limit { try samples?.delete(row, first, last, options.budget) }
    }

    /// Type 6: reference (varint), type (a byte), and fields by name, of each series. The last one of a metric holds.
    mutating func readMetadata(_ record: UnsafeRawBufferPointer) throws(BudgetExceeded) -> String? {
        var decoder = Decoder(RawSpan(_unsafeBytes: record), at: 1)
        var cursor = HeadReferences.Cursor()
        while decoder.remaining > 0 {
            let reference = decoder.uvarint()
            let type = decoder.uint8()
            let fields = decoder.count()
            var unit = 0..<0
            var help = 0..<0
            for _ in 0..<fields {
                let name = decoder.stringRange()
                let value = decoder.stringRange()
                guard decoder.isValid else { break }
                switch record[name] {
                case let bytes where bytes.elementsEqual("UNIT".utf8): unit = value
                case let bytes where bytes.elementsEqual("HELP".utf8): help = value
                default: break
                }
            }
            guard decoder.isValid else { return "a metadata record ends within an entry" }
            let row = references.row(of: reference, &cursor)
            guard row < HeadReferences.limit else { continue }
            let metric = series.metric(row).name
            guard metric != MetricExtent.noName else { continue }
            try setMetadata(of: metric, type: type, unit: record[unit], help: record[help])
        }
        return nil
    }

    private mutating func setMetadata(
        of metric: UInt32, type: UInt8, unit: Slice<UnsafeRawBufferPointer>, help: Slice<UnsafeRawBufferPointer>
    ) throws(BudgetExceeded) {
        if let known = metadata[metric], known.type == type, known.unit.elementsEqual(unit),
            known.help.elementsEqual(help)
        {
            return
        }
        let before = metadata[metric].map(\.memory) ?? 0
        let entry = MetadataEntry(type: type, unit: Array(unit), help: Array(help))
        guard options.budget.reserve(entry.memory) else { throw BudgetExceeded(bytes: entry.memory) }
        options.budget.release(before)
        metadataBytes += entry.memory - before
        metadata[metric] = entry
    }
}

/// Metadata of a metric as its record has it.
struct MetadataEntry {
    var type: UInt8
    var unit: [UInt8]
    var help: [UInt8]

    /// Bytes, with those of the two arrays and of the table.
    var memory: Int { unit.count + help.count + 128 }

    var decoded: MetricMetadata {
        MetricMetadata(
            type: MetricMetadata.Kind(number: type), unit: String(decoding: unit, as: UTF8.self),
            help: String(decoding: help, as: UTF8.self))
    }
}
