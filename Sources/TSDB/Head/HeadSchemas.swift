/// The distinct tuples of label names of a head's series.
///
/// There are some thousands of them for millions of series, so a series stores the number of its tuple and its values.
/// Names of a schema are sorted by bytes and distinct, as label sets are.
struct HeadSchemas: ~Copyable, Sendable {
    private var names: Column<UInt32>
    private var starts: Column<UInt32>
    /// Position of `__name__` among the names, `noName` when the schema lacks it.
    private var metricPositions: Column<UInt32>
    private var slots: HashSlots

    static let noName = UInt32.max

    init(budget: MemoryBudget, staysPut: Bool = false) {
        names = Column(budget: budget, staysPut: staysPut)
        starts = Column(budget: budget, staysPut: staysPut)
        metricPositions = Column(budget: budget, staysPut: staysPut)
        slots = HashSlots(budget: budget)
    }

    var count: Int { metricPositions.count }

    /// Frees what is needed for adding alone.
    mutating func finish() { slots.removeAll() }

    /// The table as it is now. Valid until the next `add`, and longer where it stays put.
    struct View {
        fileprivate let names: UnsafePointer<UInt32>
        fileprivate let starts: UnsafePointer<UInt32>
        fileprivate let metricPositions: UnsafePointer<UInt32>

        @inline(__always)
        func names(_ schema: UInt32) -> UnsafeBufferPointer<UInt32> {
            let start = Int(starts[Int(schema)])
            return UnsafeBufferPointer(start: names + start, count: Int(starts[Int(schema) &+ 1]) &- start)
        }

        @inline(__always)
        func metricPosition(_ schema: UInt32) -> UInt32 { metricPositions[Int(schema)] }
    }

    var view: View {
        View(
            names: UnsafePointer(names.base), starts: UnsafePointer(starts.base),
            metricPositions: UnsafePointer(metricPositions.base))
    }

    @inline(__always)
    func names(_ schema: UInt32) -> UnsafeBufferPointer<UInt32> {
        let start = Int(starts[Int(schema)])
        let end = Int(starts[Int(schema) &+ 1])
        return UnsafeBufferPointer(start: names.base + start, count: end &- start)
    }

    @inline(__always)
    func metricPosition(_ schema: UInt32) -> UInt32 { metricPositions[Int(schema)] }

    @inline(__always)
    static func hash(_ tuple: UnsafeBufferPointer<UInt32>) -> UInt32 {
        var hash = UInt64(truncatingIfNeeded: tuple.count)
        for name in tuple { hash = PaddedBytes.mix(hash ^ UInt64(name)) }
        return UInt32(truncatingIfNeeded: hash)
    }

    @inline(__always)
    func find(_ tuple: UnsafeBufferPointer<UInt32>, hash: UInt32) -> UInt32? {
        slots.find(hash) { schema in
            let known = names(schema)
            guard known.count == tuple.count else { return false }
            for index in 0..<tuple.count where known[index] != tuple[index] { return false }
            return true
        }
    }

    /// Calls names by their new numbers.
    mutating func renumber(_ numbers: [UInt32]) throws(BudgetExceeded) {
        for index in 0..<names.count { names[index] = numbers[Int(names[index])] }
        slots.clear()
        for schema in 0..<UInt32(count) { try slots.insert(Self.hash(names(schema)), row: schema) }
    }

    mutating func add(_ tuple: UnsafeBufferPointer<UInt32>, hash: UInt32) throws(BudgetExceeded) -> UInt32 {
        guard names.count + tuple.count <= Int(UInt32.max), count < Int(UInt32.max) - 1 else {
            throw BudgetExceeded(bytes: Int(UInt32.max))
        }
        if starts.count == 0 { try starts.append(0) }
        let schema = UInt32(count)
        try names.reserve(tuple.count)
        try starts.reserve(1)
        try metricPositions.reserve(1)
        try slots.insert(hash, row: schema)
        let position = tuple.firstIndex(of: HeadSymbols.metricName)
        try metricPositions.append(position.map { UInt32($0) } ?? Self.noName)
        for name in tuple { try names.append(name) }
        try starts.append(UInt32(names.count))
        return schema
    }
}
