/// Which series of a head give their samples.
struct HeadSampleChoice: Sendable {
    var series: Set<SeriesIdentity>
    /// Of the identities.
    var seed: UInt64
    /// Samples before it are in blocks.
    var minTime = Int64.min
}

/// Samples of a head's chosen series, gathered while its records go by.
///
/// A WAL has the samples of all series scrape by scrape, so there is no other way than to hold those that are wanted.
struct HeadSamples {
    struct Row {
        var identity: SeriesIdentity
        /// From the WAL, ascending.
        var appended: [Sample] = []
        /// Of the newest sample from the WAL, in the time range or not.
        var lastTime = Int64.min
        /// From chunks, and samples that came late.
        var others: [Sample] = []
        var deleted: [ClosedRange<Int64>] = []
        var histograms = 0

        init(_ identity: SeriesIdentity) { self.identity = identity }
    }

    let choice: HeadSampleChoice
    private(set) var rows: [Row] = []
    var skipped = SkippedChunks()
    private let identity: IdentityHash
    private var strings = StringHashes()
    /// Of the label set that was decoded last.
    private var current = SeriesIdentity()
    private var count = 0
    private(set) var reservedBytes = 0

    init(_ choice: HeadSampleChoice) {
        self.choice = choice
        identity = IdentityHash(seed: choice.seed)
    }

    /// Whether the label set that was decoded last is one of the chosen.
    mutating func chooses(_ series: borrowing HeadSeries) -> Bool {
        current = SeriesIdentity()
        let symbols = series.symbols.view
        let identity = identity
        for index in 0..<series.names.count {
            let (name, value) = (series.names[index], series.values[index])
            current =
                current
                &+ identity.label(
                    strings.hash(of: name) { identity.string(symbols.bytes(name)) },
                    strings.hash(of: value) { identity.string(symbols.bytes(value)) })
        }
        return choice.series.contains(current)
    }

    /// The label set that was decoded last has this row now.
    mutating func define(_ row: UInt32) {
        if Int(row) == rows.count { rows.append(Row(current)) }
    }

    /// A sample of the WAL. Prometheus drops those that are not newer than what it has of the series.
    mutating func append(_ row: UInt32, _ sample: Sample, _ options: HeadOptions) throws(BudgetExceeded) {
        guard sample.time >= choice.minTime, sample.time > rows[Int(row)].lastTime else { return }
        rows[Int(row)].lastTime = sample.time
        guard options.selection.overlaps(sample.time, sample.time) else { return }
        rows[Int(row)].appended.append(sample)
        try reserve(1, options.budget)
    }

    /// A sample of the WBL.
    mutating func addLate(_ row: UInt32, _ sample: Sample, _ options: HeadOptions) throws(BudgetExceeded) {
        guard options.selection.overlaps(sample.time, sample.time) else { return }
        rows[Int(row)].others.append(sample)
        try reserve(1, options.budget)
    }

    mutating func addHistogram(_ row: UInt32) { rows[Int(row)].histograms += 1 }

    /// The samples of a chunk, in the time range of the selection.
    mutating func addChunk(
        _ row: UInt32, _ encoding: ChunkEncoding, _ bytes: RawSpan, _ options: HeadOptions
    ) throws(BudgetExceeded) {
        var selection = options.selection
        selection.minTime = max(selection.minTime, choice.minTime)
        let before = rows[Int(row)].others.count
        if encoding.isHistogram { rows[Int(row)].histograms += 1 }
        XORChunk.append(encoding, bytes, in: selection, to: &rows[Int(row)].others, &skipped)
        try reserve(rows[Int(row)].others.count - before, options.budget)
    }

    mutating func delete(_ row: UInt32, _ first: Int64, _ last: Int64, _ budget: MemoryBudget) throws(BudgetExceeded) {
        guard first <= last, last >= choice.minTime else { return }
        rows[Int(row)].deleted.append(first...last)
        try reserve(1, budget)
    }

    /// Arrays grow to twice what they hold.
    private mutating func reserve(_ added: Int, _ budget: MemoryBudget) throws(BudgetExceeded) {
        count += added
        let needed = (count + 4095) / 4096 * 4096 * MemoryLayout<Sample>.stride * 2
        guard needed > reservedBytes, count > 0 else { return }
        guard budget.reserve(needed - reservedBytes) else { throw BudgetExceeded(bytes: needed - reservedBytes) }
        reservedBytes = needed
    }
}
