/// The rows of a snapshot that a selection accepts.
struct SnapshotSurvey {
    /// One for each of the directory's metrics.
    private(set) var rows: [RowSet] = []
    private(set) var series = 0
    private(set) var minTime = Int64.max
    private(set) var maxTime = Int64.min

    init(
        _ directory: SnapshotDirectory, _ file: MappedFile, _ symbols: SnapshotSymbols, _ lifetimes: [SnapshotLifetime],
        _ selection: Selection, _ memory: MemoryReservation
    ) throws(Diagnostic) {
        let budget = memory.budget
        let nameSymbol = symbols.reference(of: "__name__")
        var verdicts = SelectionVerdicts(
            selection, symbolCount: symbols.count, reference: symbols.reference)
        var frame: (offset: Int, content: [UInt8]) = (-1, [])
        var pairs: [UInt32] = []
        for metric in directory.metrics {
            // Rows are as many as the directory says, which may be more than there are.
            try memory.require(RowSet.memory(rows: metric.extent.series), for: "the selected series", file: file.path)
            var set = RowSet(rows: metric.extent.series)
            var first = 0
            for place in metric.groups {
                if place.frame != frame.offset {
                    frame = (place.frame, try SnapshotFrameReader.content(at: place.frame, of: file, budget: budget))
                }
                let group = try SnapshotGroup(
                    place, content: frame.content, symbolCount: symbols.count, lifetimeCount: lifetimes.count, file,
                    budget)
                for row in 0..<group.rows {
                    let lifetime = lifetimes[group.lifetime(row)]
                    if selection.hasTimeRange {
                        guard lifetime.first != SeriesBatch.noTime, selection.overlaps(lifetime.first, lifetime.last)
                        else { continue }
                    }
                    group.pairs(row, into: &pairs)
                    if metric.extent.name != MetricExtent.noName, let nameSymbol {
                        pairs.append(nameSymbol)
                        pairs.append(metric.extent.name)
                    }
                    guard verdicts.accept(pairs, symbol: { symbols.withSymbol($0, $1) }) else { continue }
                    set.insert(first + row)
                    if lifetime.first != SeriesBatch.noTime {
                        minTime = min(minTime, max(lifetime.first, selection.minTime))
                        maxTime = max(maxTime, min(lifetime.last, selection.maxTime))
                    }
                }
                first += group.rows
            }
            series += set.count
            rows.append(set)
        }
    }
}

/// A set of row numbers.
struct RowSet: Sendable {
    private var words: [UInt64]
    private(set) var count = 0

    static func memory(rows: Int) -> Int { rows / 8 + 64 }

    init(rows: Int) { words = [UInt64](repeating: 0, count: (rows + 63) / 64) }

    mutating func insert(_ row: Int) {
        words[row / 64] |= 1 << UInt64(row % 64)
        count += 1
    }

    func contains(_ row: Int) -> Bool { words[row / 64] & 1 << UInt64(row % 64) != 0 }
}
