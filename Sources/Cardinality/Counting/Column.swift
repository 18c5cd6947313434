import TSDB

/// One label of one metric: its value in each row of a `MetricTable`.
///
/// Rows arrive in runs of equal values, so a value is written when it changes; a column that never changes is never
/// written at all.
final class Column {
    /// Global symbol of the label's name.
    let name: UInt32
    /// Value of the row at hand, `LabelHash.absent` for none.
    private(set) var current: UInt32
    private(set) var currentHash: UInt64
    /// First row of the run that has `current`.
    private var runStart: Int
    /// Nil while every row so far has `current`.
    private var cells: Cells?
    /// Rows there can be.
    private let capacity: Int
    /// False for a column that only takes part in the rows' hashes.
    let isStored: Bool
    private let budget: MemoryBudget
    /// Set when the budget did not allow the column to be written: it is useless then.
    private(set) var isStarved = false

    /// Holds a buffer in a class so that columns can stand in arrays.
    final class Cells {
        let values: Buffer<UInt32>
        init(capacity: Int) { values = Buffer(uninitialized: capacity) }
    }

    /// A column whose label is absent from the first `row` rows.
    init(name: UInt32, capacity: Int, isStored: Bool, budget: MemoryBudget) {
        self.name = name
        self.capacity = capacity
        self.isStored = isStored
        self.budget = budget
        current = LabelHash.absent
        currentHash = 0
        runStart = 0
    }

    /// Changes the value for `row` and those after it; returns how the row's hash changes.
    @inline(__always)
    func set(_ value: UInt32, row: Int) -> UInt64 {
        if value == current { return 0 }
        if row > runStart, isStored { endRun(at: row) }
        runStart = row
        let before = currentHash
        current = value
        currentHash = LabelHash.hash(name: name, value: value)
        return currentHash &- before
    }

    deinit {
        if cells != nil { budget.release(capacity * MemoryLayout<UInt32>.stride) }
    }

    private func endRun(at row: Int) {
        let cells: Cells
        if let existing = self.cells {
            cells = existing
        } else {
            guard !isStarved, budget.reserve(capacity * MemoryLayout<UInt32>.stride) else {
                isStarved = true
                return
            }
            cells = Cells(capacity: capacity)
            self.cells = cells
        }
        cells.values.fill(runStart..<row, with: current)
    }

    /// Whether a row that was already added has the value of the row at hand; true when that was not stored.
    @inline(__always)
    func holdsCurrent(in row: Int) -> Bool {
        guard row < runStart, let cells else { return true }
        return cells.values[row] == current
    }

    /// Every row's value once `rows` rows were added; nil when all have `current`.
    func finish(rows: Int) -> Cells? {
        guard let cells else { return nil }
        if rows > runStart { cells.values.fill(runStart..<rows, with: current) }
        return cells
    }
}
