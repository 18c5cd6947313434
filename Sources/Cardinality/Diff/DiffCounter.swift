import TSDB

/// Compares the series of metrics on both sides, one metric after the other. Each thread has its own.
struct DiffCounter: ~Copyable {
    let context: CountingContext
    private let stamps: Buffer<UInt64>
    private var epoch: UInt32 = 0
    private var reader: MetricReader
    var affixes: AffixRenames
    /// Symbols of the labels that say where something runs.
    let places: Set<UInt32>
    /// Series of both metrics that must correspond for the one to be the other under a new name.
    private static let sharedSeries = 0.5

    init(_ context: CountingContext, places: Set<UInt32>) {
        self.context = context
        self.places = places
        reader = MetricReader(context)
        affixes = AffixRenames(context.symbols)
        stamps = Buffer(repeating: 0, count: context.symbols.count)
    }

    /// Bytes a counter takes before it compares anything.
    static func memory(symbols: Int) -> Int { symbols * MemoryLayout<UInt64>.stride }

    /// Bytes that comparing a metric takes beside its table.
    static func scratch(rows: Int) -> Int { rows * (8 + Succession.memoryPerRow) }

    /// Bytes that distinct values take: their numbers and tallies, and what is worked out of each.
    private static func memory(of columns: [DenseColumn]) -> Int { columns.reduce(0) { $0 + $1.values.count } * 56 }

    /// Compares a metric; false when the budget has no room for that now.
    mutating func count(_ work: DiffWork, into tables: DiffTables) throws(PartFailure) -> Bool {
        let merged = work.merged
        let scratch = Self.scratch(rows: merged.series)
        guard context.budget.reserve(scratch) else { return false }
        defer { context.budget.release(scratch) }
        guard var table = try reader.table(of: merged, .all) else { return false }
        let columns = denseColumns(&table)
        let values = Self.memory(of: columns)
        guard context.budget.reserve(values) else { return false }
        defer { context.budget.release(values) }
        let matching = match(table, columns)
        let rows = table.rows
        if work.predecessor != nil {
            for row in 0..<rows where table.sides[row] == Comparison.both { table.sides[row] |= Comparison.renamed }
        }
        var tally = DiffTally()
        var grown: [UInt32] = []
        for row in 0..<rows {
            let verdict = table.sides[row]
            tally += Comparison.counts[Int(verdict & Comparison.mask)]
            if verdict == Comparison.new | Comparison.unmatched { grown.append(UInt32(truncatingIfNeeded: row)) }
        }
        let causes = GrowthCauses(columns, isNew: matching.newValues, isNewMetric: tally.before == 0, rows: grown)
        var counted = DiffTables.Counted(metrics: results(work, tally, columns, causes))
        counted.pairs = columns.indices.map { pairs(of: columns[$0], grown: causes.grown[$0]) }
        counted.groups = try groups(work, columns, table.sides, rows: rows)
        counted.changes = matching.changes
        counted.found = table.found
        try tables.add(counted)
        return true
    }

    /// Whether most series of a metric that is gone are those of one that is new; nil when memory does not suffice to
    /// tell.
    mutating func isRename(_ work: DiffWork) throws(PartFailure) -> Bool? {
        let merged = work.merged
        let scratch = Self.scratch(rows: merged.series)
        guard context.budget.reserve(scratch) else { return nil }
        defer { context.budget.release(scratch) }
        guard var table = try reader.table(of: merged, .all) else { return nil }
        let columns = denseColumns(&table)
        let values = Self.memory(of: columns)
        guard context.budget.reserve(values) else { return nil }
        defer { context.budget.release(values) }
        _ = match(table, columns)
        var sides = [0, 0]
        var same = 0
        for row in 0..<table.rows {
            let verdict = table.sides[row]
            if verdict & Comparison.old != 0 { sides[0] += 1 }
            if verdict & Comparison.new != 0 { sides[1] += 1 }
            if verdict & Comparison.new != 0, verdict & Comparison.unmatched == 0 { same += 1 }
        }
        return Double(same) >= Double(max(sides[0], sides[1])) * Self.sharedSeries
    }

    private mutating func denseColumns(_ table: inout MetricTable) -> [DenseColumn] {
        var whole = Tally()
        for row in 0..<table.rows { whole += Tally.ofVerdict[Int(table.sides[row] & Comparison.both)] }
        var columns: [DenseColumn] = []
        for column in table.finishedColumns() {
            epoch &+= 1
            columns.append(
                DenseColumn(
                    column, rows: table.rows, verdicts: table.sides, whole: whole, stamps: stamps, epoch: epoch))
        }
        return columns
    }
}
