import TSDB

/// Gathers a metric's series from the parts of all sources, each distinct series once.
struct MetricLoader: ~Copyable {
    private var series: MetricSeries
    private var columns: [[UInt32]] = []
    private var columnNames: [UInt32] = []
    private var columnOfName: [UInt32: Int] = [:]
    /// The labels of the row at hand, by column.
    private var current: [UInt32] = []
    private var hash: UInt64 = 0
    private var hashes: [UInt64] = []
    private var table = RowTable()
    private let mayRepeat: Bool
    /// What the row at hand has, in the order of its part: names as the part numbers them.
    private var positions: [(name: UInt32, column: Int)] = []
    private let memory: MemoryReservation
    private var reserved = 0

    /// Without `mayRepeat` no two series read will be equal, which saves looking.
    init(_ name: UInt32, mayRepeat: Bool, memory: MemoryReservation) {
        series = MetricSeries(name: name)
        self.mayRepeat = mayRepeat
        self.memory = memory
    }

    /// Bytes taken of the budget.
    private var size: Int {
        columns.reduce(0) { $0 + $1.capacity * 4 } + series.lifetimes.memory + hashes.capacity * 8
            + (mayRepeat ? table.memory : 0)
    }

    mutating func finish() -> MetricSeries {
        series.lifetimes.finish()
        series.columns = columns.indices.map { LabelColumn(columnNames[$0], .stored(columns[$0])) }
        return series
    }

    /// Starts with another part; `external` are labels that all its series have beside their own.
    mutating func begin(_ external: [(name: UInt32, value: UInt32)]) {
        for column in current.indices { set(column, SymbolPool.empty) }
        positions = []
        for (name, value) in external { set(column(of: name), value) }
    }

    mutating func add(_ batch: borrowing SeriesBatch, _ symbols: inout PartSymbols) throws(Diagnostic) {
        var start = 0
        let pairs = batch.pairs
        let rows = batch.rows
        for index in 0..<rows.count {
            let row = rows[index]
            setLabels(pairs, start, row.end, shared: row.shared, &symbols)
            start = row.end
            addRow(row)
        }
        let size = size
        if size > reserved {
            try memory.require(
                size - reserved, for: "holding series to evaluate expressions", file: symbols.path, isGrowing: true)
            reserved = size
        }
    }

    private mutating func set(_ column: Int, _ value: UInt32) {
        let name = columnNames[column]
        hash = hash &- RowHash.label(name, current[column]) &+ RowHash.label(name, value)
        current[column] = value
    }

    private mutating func column(of name: UInt32) -> Int {
        if let known = columnOfName[name] { return known }
        columnOfName[name] = columns.count
        columnNames.append(name)
        columns.append([UInt32](repeating: SymbolPool.empty, count: series.count))
        current.append(SymbolPool.empty)
        return columns.count - 1
    }

    /// Makes the labels from `shared` on those of the row at hand.
    private mutating func setLabels(
        _ pairs: borrowing Span<UInt32>, _ start: Int, _ end: Int, shared: Int, _ symbols: inout PartSymbols
    ) {
        var position = shared
        var index = start
        while index < end, position < positions.count, positions[position].name == pairs[index] {
            let column = positions[position].column
            if column >= 0 { set(column, symbols.number(of: pairs[index + 1])) }
            position += 1
            index += 2
        }
        guard index < end || position < positions.count else { return }
        for old in positions[position...] where old.column >= 0 { set(old.column, SymbolPool.empty) }
        positions.removeLast(positions.count - position)
        while index < end {
            let name = symbols.number(of: pairs[index])
            let column = symbols.isIgnored(name) ? -1 : column(of: name)
            positions.append((pairs[index], column))
            if column >= 0 { set(column, symbols.number(of: pairs[index + 1])) }
            index += 2
        }
    }

    private mutating func addRow(_ row: SeriesBatch.Row) {
        let lifetime =
            row.first == SeriesBatch.noTime || row.first > row.last
            ? Lifetime.unknown : Lifetime(first: row.first, last: row.last)
        let next = UInt32(truncatingIfNeeded: series.count)
        if mayRepeat {
            let known = table.find(hash) { other in
                hashes[Int(other)] == hash && columns.indices.allSatisfy { columns[$0][Int(other)] == current[$0] }
            }
            if let known { return series.lifetimes.add(lifetime, to: known) }
            table.insert(hash, next)
            hashes.append(hash)
        }
        for column in columns.indices { columns[column].append(current[column]) }
        series.lifetimes.append(lifetime)
        series.count += 1
    }
}
