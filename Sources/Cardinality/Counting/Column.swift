import TSDB

/// One label of one metric: its value in each row of a `MetricTable`, which owns the memory.
///
/// Rows arrive in runs of equal values, so a value is written when it changes; a column that never changes is never
/// written at all.
struct Column: BitwiseCopyable {
    /// Global symbol of the label's name.
    let name: UInt32
    /// Value of the row at hand, `LabelHash.absent` for none.
    private(set) var current = LabelHash.absent
    private var currentHash: UInt64 = 0
    /// First row of the run that has `current`.
    private var runStart = 0
    /// Each row's value; nil while every row so far has `current`.
    private(set) var cells: UnsafeMutablePointer<UInt32>?
    /// False for a column that only takes part in the rows' hashes.
    let isStored: Bool
    /// Set when the budget did not allow the column to be written: it is useless then.
    private(set) var isStarved = false

    init(name: UInt32, isStored: Bool) {
        self.name = name
        self.isStored = isStored
    }

    static func memory(rows: Int) -> Int { rows * MemoryLayout<UInt32>.stride }

    /// Changes the value for `row` and those after it; returns how the row's hash changes.
    @inline(__always)
    mutating func set(_ value: UInt32, row: Int, capacity: Int, _ budget: MemoryBudget) -> UInt64 {
        if value == current { return 0 }
        if row > runStart, isStored { endRun(at: row, capacity, budget) }
        runStart = row
        let before = currentHash
        current = value
        currentHash = LabelHash.hash(name: name, value: value)
        return currentHash &- before
    }

    @inline(__always)
    private mutating func endRun(at row: Int, _ capacity: Int, _ budget: MemoryBudget) {
        if cells == nil { allocate(capacity, budget) }
        guard let cells else { return }
        if row &- runStart == 1 {
            cells[runStart] = current
        } else {
            (cells + runStart).update(repeating: current, count: row &- runStart)
        }
    }

    @inline(never)
    private mutating func allocate(_ capacity: Int, _ budget: MemoryBudget) {
        guard !isStarved, budget.reserve(Self.memory(rows: capacity)) else {
            isStarved = true
            return
        }
        cells = .allocate(capacity: capacity)
    }

    /// Whether a row that was already added has the value of the row at hand; true when that was not stored.
    @inline(__always)
    func holdsCurrent(in row: Int) -> Bool {
        guard row < runStart, let cells else { return true }
        return cells[row] == current
    }

    /// The value of a row of a finished column.
    @inline(__always)
    func value(row: Int) -> UInt32 { cells.map { $0[row] } ?? current }

    /// Writes what is left to write once `rows` rows were added.
    mutating func finish(rows: Int) {
        guard let cells, rows > runStart else { return }
        (cells + runStart).update(repeating: current, count: rows - runStart)
    }

    func free(capacity: Int, _ budget: MemoryBudget) {
        guard let cells else { return }
        cells.deallocate()
        budget.release(Self.memory(rows: capacity))
    }
}
