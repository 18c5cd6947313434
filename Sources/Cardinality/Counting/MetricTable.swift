import TSDB

/// The distinct series of one metric, gathered from all parts: a column for each label, and the times of each series.
struct MetricTable: ~Copyable {
    private var columns = ColumnList()
    /// Distinct series so far.
    private(set) var rows = 0
    /// Sum of the labels' hashes of each row, `__name__` left out.
    let hashes: Buffer<UInt64>
    let firstTimes: Buffer<Int64>
    let lastTimes: Buffer<Int64>
    /// The sides of a comparison each row was met on, as bits of `PartScope.side`; empty when nothing is compared.
    let sides: Buffer<UInt8>
    private let keepsSides: Bool
    private var side: UInt8 = 0

    /// Rows there can be at most: the sum over the parts.
    private let capacity: Int
    /// The labels of the row at hand, in the order of its part.
    private var positions: [Position] = []
    private var hash: UInt64 = 0
    private let isDistinct: Bool
    /// Nil takes every row.
    private let filter: RowFilter?
    /// Finds equal rows; empty when every row is known to be distinct.
    private let rowIndex: RowIndex

    private struct Position {
        var name: UInt32
        /// Index into `columns`, -1 for a label that is not counted.
        var column: Int
    }

    /// Which columns are stored: all, or one at a time where memory is short.
    enum Storage {
        case all
        case only(name: UInt32)

        fileprivate func stores(_ name: UInt32) -> Bool {
            switch self {
            case .all: true
            case .only(let wanted): name == wanted
            }
        }
    }

    private let storage: Storage
    private let budget: MemoryBudget
    private let reserved: Int

    /// `isDistinct` promises that no two rows will be equal, which saves the comparison. Nil when the budget does not
    /// allow a table of that size.
    init?(
        capacity: Int, isDistinct: Bool, storage: Storage, keepsSides: Bool, budget: MemoryBudget,
        filter: RowFilter? = nil
    ) {
        reserved = Self.memory(rows: capacity, isDistinct: isDistinct) + (keepsSides ? capacity : 0)
        guard budget.reserve(reserved) else { return nil }
        self.budget = budget
        self.storage = storage
        self.capacity = capacity
        hashes = Buffer(uninitialized: capacity)
        firstTimes = Buffer(uninitialized: capacity)
        lastTimes = Buffer(uninitialized: capacity)
        sides = Buffer(uninitialized: keepsSides ? capacity : 0)
        self.keepsSides = keepsSides
        self.isDistinct = isDistinct
        self.filter = filter
        rowIndex = RowIndex(capacity: isDistinct ? 0 : capacity)
    }

    deinit {
        for index in 0..<columns.count { columns[index].free(capacity: capacity, budget) }
        budget.release(reserved)
    }

    /// Bytes a table of `rows` rows takes without its columns, each of which adds four for every row.
    static func memory(rows: Int, isDistinct: Bool) -> Int {
        rows * 24 + (isDistinct ? 0 : RowIndex.memory(rows: rows))
    }

    /// Whether a column could not be stored, so that the table cannot be used.
    var isStarved: Bool { (0..<columns.count).contains { columns[$0].isStarved } }

    /// The columns, complete. Their cells live as long as the table.
    mutating func finishedColumns() -> [Column] {
        (0..<columns.count).map { index in
            columns[index].finish(rows: rows)
            return columns[index]
        }
    }

    /// What became known of the metric's entries while they were read.
    private(set) var found = FoundWhileReading()

    /// Ends a part, which was read up to `position`.
    mutating func note(_ position: SeriesPosition, ofPart part: Int) { found.add(position, ofPart: part) }

    /// Starts with another part: labels that all its series have beside their own, set once.
    mutating func beginPart(_ scope: PartScope) {
        for column in 0..<columns.count { set(column, LabelHash.absent) }
        positions.removeAll(keepingCapacity: true)
        side = scope.side
        for (name, value) in scope.externalPairs { set(column(of: name), value) }
        filter?.labelsChanged(columns)
    }

    mutating func add(_ batch: borrowing SeriesBatch, in scope: PartScope) {
        var start = 0
        let pairs = batch.pairs
        let rows = batch.rows
        for index in 0..<rows.count {
            let row = rows[index]
            setLabels(pairs, start, row.end, shared: row.shared, scope)
            start = row.end
            addRow(first: row.first, last: row.last)
        }
    }

    @inline(__always)
    private mutating func set(_ column: Int, _ value: UInt32) {
        hash &+= columns[column].set(value, row: rows, capacity: capacity, budget)
    }

    /// Makes the labels from `shared` on those of the row at hand.
    @inline(__always)
    private mutating func setLabels(
        _ pairs: borrowing Span<UInt32>, _ start: Int, _ end: Int, shared: Int, _ scope: PartScope
    ) {
        var position = shared
        var index = start
        let count = shared &+ (end &- start) / 2
        while index < end, position < positions.count, positions[position].name == pairs[index] {
            let column = positions[position].column
            if column >= 0 { set(column, scope.global(pairs[index &+ 1])) }
            position &+= 1
            index &+= 2
        }
        if index < end || count < positions.count {
            replaceLabels(pairs, index, end, from: position, scope)
        }
    }

    /// The slow path of `setLabels`: from `position` on the row has other label names than the row before.
    private mutating func replaceLabels(
        _ pairs: borrowing Span<UInt32>, _ start: Int, _ end: Int, from position: Int, _ scope: PartScope
    ) {
        for old in positions[position...] where old.column >= 0 { set(old.column, LabelHash.absent) }
        positions.removeLast(positions.count - position)
        var index = start
        while index < end {
            let name = scope.global(pairs[index])
            let column = scope.isIgnored(name) ? -1 : column(of: name)
            positions.append(Position(name: pairs[index], column: column))
            if column >= 0 { set(column, scope.global(pairs[index + 1])) }
            index += 2
        }
        filter?.labelsChanged(columns)
    }

    private mutating func column(of name: UInt32) -> Int {
        columns.index(of: name) { Column(name: name, isStored: storage.stores(name)) }
    }

    @inline(__always)
    private mutating func addRow(first: Int64, last: Int64) {
        if let filter, !filter.acceptsRow(of: columns) { return }
        if !isDistinct, let known = knownRow() {
            if keepsSides { sides[known] |= side }
            if first == SeriesBatch.noTime { return }
            if firstTimes[known] == SeriesBatch.noTime {
                firstTimes[known] = first
                lastTimes[known] = last
            } else {
                firstTimes[known] = min(firstTimes[known], first)
                lastTimes[known] = max(lastTimes[known], last)
            }
            return
        }
        if keepsSides { sides[rows] = side }
        hashes[rows] = hash
        firstTimes[rows] = first
        lastTimes[rows] = last
        rows &+= 1
    }

    /// The row that equals the one at hand; without one, the index takes the row about to be added.
    private func knownRow() -> Int? {
        var slot = rowIndex.slot(of: hash)
        while true {
            let candidate = rowIndex[slot]
            if candidate == RowIndex.free {
                rowIndex[slot] = UInt32(truncatingIfNeeded: rows)
                return nil
            }
            let row = Int(candidate)
            if hashes[row] == hash, columns.holdCurrent(in: row) { return row }
            slot = rowIndex.next(slot)
        }
    }
}
