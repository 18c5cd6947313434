/// The columns of a table, found by their label's name.
///
/// Columns change with nearly every row, so they lie in plain memory; a series has few labels, but nothing limits how many
/// a metric's series have together.
struct ColumnList: ~Copyable {
    private(set) var count = 0
    private var capacity = 32
    private var base: UnsafeMutablePointer<Column>
    private var indexOfName: [UInt32: Int] = [:]

    init() { base = .allocate(capacity: capacity) }

    deinit { base.deallocate() }

    @inline(__always)
    subscript(index: Int) -> Column {
        get {
            assert(index >= 0 && index < count)
            return base[index]
        }
        _modify {
            assert(index >= 0 && index < count)
            yield &base[index]
        }
    }

    func find(_ name: UInt32) -> Int? { indexOfName[name] }

    mutating func index(of name: UInt32, orAppend make: () -> Column) -> Int {
        if let known = indexOfName[name] { return known }
        if count == capacity {
            let larger = UnsafeMutablePointer<Column>.allocate(capacity: capacity * 2)
            larger.update(from: base, count: count)
            base.deallocate()
            base = larger
            capacity *= 2
        }
        (base + count).initialize(to: make())
        indexOfName[name] = count
        count += 1
        return count - 1
    }

    /// Whether a row that was already added equals the row at hand.
    @inline(__always)
    func holdCurrent(in row: Int) -> Bool {
        for index in 0..<count where !base[index].holdsCurrent(in: row) { return false }
        return true
    }
}
