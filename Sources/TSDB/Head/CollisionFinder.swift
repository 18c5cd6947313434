/// Collects collisions while samples are read.
struct CollisionFinder {
    private struct Example {
        var row: UInt32
        var time: Int64
        var first: UInt64
        var second: UInt64
    }

    private var count = 0
    /// By row.
    private var affected: Set<UInt32> = []
    private var examples: [Example] = []
    /// The last sample of each series that came late. Usually there is none.
    private var late: [UInt32: (time: Int64, value: UInt64)] = [:]
    /// Taken from the budget for `late`.
    private(set) var reservedBytes = 0

    /// Remembers a sample older than the newest of its series, and returns the value of the late sample before it when
    /// that had the same time, else `SampleValue.stale`.
    mutating func replaceLate(
        _ row: UInt32, _ time: Int64, _ value: UInt64, _ budget: MemoryBudget
    ) throws(BudgetExceeded) -> UInt64 {
        try reserve(for: late.count, budget)
        guard let before = late.updateValue((time, value), forKey: row), before.time == time else {
            return SampleValue.stale
        }
        return before.value
    }

    mutating func add(_ row: UInt32, _ time: Int64, _ first: UInt64, _ second: UInt64, keeping limit: Int) {
        count += 1
        // One example a series says more than ten of one series.
        guard affected.insert(row).inserted, examples.count < limit else { return }
        examples.append(Example(row: row, time: time, first: first, second: second))
    }

    /// `Dictionary` doubles, and copies as it does: 96 bytes an entry cover both.
    private mutating func reserve(for entries: Int, _ budget: MemoryBudget) throws(BudgetExceeded) {
        let needed = (entries + affected.count + 1024) / 1024 * 1024 * 96
        guard needed > reservedBytes, entries > 0 else { return }
        guard budget.reserve(needed - reservedBytes) else { throw BudgetExceeded(bytes: needed - reservedBytes) }
        reservedBytes = needed
    }

    func collisions(in series: borrowing HeadSeries) -> Collisions {
        var collisions = Collisions()
        collisions.count = count
        collisions.series = affected.count
        for example in examples {
            collisions.examples.append(
                Collisions.Example(
                    pairs: series.pairs(example.row), time: example.time,
                    first: Collisions.Value(bits: example.first), second: Collisions.Value(bits: example.second)))
        }
        return collisions
    }
}
