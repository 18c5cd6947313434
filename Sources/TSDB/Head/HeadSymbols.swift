/// The distinct label names and values of a head, in order of first appearance.
///
/// A WAL has no symbol table: every series record repeats every string. They are interned here once, into one arena;
/// a symbol is a UInt32. `__name__` is always symbol 0, so that the metric of a series is found by one comparison.
struct HeadSymbols: ~Copyable, Sendable {
    static let metricName: UInt32 = 0

    private var arena: Column<UInt8>
    /// Where each symbol starts in `arena`, and one more: where the last one ends.
    private var starts: Column<UInt32>
    private var slots: HashSlots
    private let seed = UInt64.random(in: .min ... .max)

    init(budget: MemoryBudget, staysPut: Bool = false) {
        arena = Column(budget: budget, staysPut: staysPut)
        starts = Column(budget: budget, staysPut: staysPut)
        slots = HashSlots(budget: budget)
    }

    /// Makes `__name__` symbol 0; to be called before anything else.
    mutating func prepare() throws(BudgetExceeded) {
        try starts.append(0)
        _ = try intern("__name__")
    }

    var count: Int { max(0, starts.count &- 1) }

    @inline(__always)
    func bytes(_ symbol: UInt32) -> UnsafeRawBufferPointer {
        let start = Int(starts[Int(symbol)])
        let end = Int(starts[Int(symbol) &+ 1])
        return UnsafeRawBufferPointer(start: arena.base + start, count: end &- start)
    }

    /// The table as it is now, for reading while something else of its owner changes. Valid until the next `intern`.
    struct View {
        fileprivate let arena: UnsafePointer<UInt8>
        fileprivate let starts: UnsafePointer<UInt32>

        func bytes(_ symbol: UInt32) -> UnsafeRawBufferPointer {
            let start = Int(starts[Int(symbol)])
            return UnsafeRawBufferPointer(start: arena + start, count: Int(starts[Int(symbol) + 1]) - start)
        }

        /// Whether the symbol is made of these bytes, which need `Column.padding` behind them.
        @inline(__always)
        func isEqual(_ symbol: UInt32, _ pointer: UnsafeRawPointer, count: Int) -> Bool {
            let start = Int(starts[Int(symbol)])
            guard Int(starts[Int(symbol) &+ 1]) &- start == count else { return false }
            return PaddedBytes.areEqual(arena + start, pointer, count: count)
        }
    }

    var view: View { View(arena: arena.base, starts: starts.base) }

    /// Whether the symbol is made of these bytes, which need `Column.padding` behind them.
    @inline(__always)
    func isEqual(_ symbol: UInt32, _ pointer: UnsafeRawPointer, count: Int) -> Bool {
        let start = Int(starts[Int(symbol)])
        guard Int(starts[Int(symbol) &+ 1]) &- start == count else { return false }
        return PaddedBytes.areEqual(arena.base + start, pointer, count: count)
    }

    /// The symbol for these bytes, which need `Column.padding` behind them.
    @inline(__always)
    mutating func intern(_ pointer: UnsafeRawPointer, count: Int) throws(BudgetExceeded) -> UInt32 {
        let hash = PaddedBytes.hash(pointer, count: count, seed: seed)
        if let symbol = find(hash, pointer, count) { return symbol }
        return try add(hash, pointer, count)
    }

    mutating func intern(_ string: String) throws(BudgetExceeded) -> UInt32 {
        let (padded, count) = Self.padded(string)
        return try padded.span.bytes.withUnsafeBytes { bytes throws(BudgetExceeded) in
            guard let base = bytes.baseAddress else { return 0 }
            return try intern(base, count: count)
        }
    }

    /// The symbol for a string, nil when no series has it so far.
    func reference(of string: String) -> UInt32? {
        let (padded, count) = Self.padded(string)
        return padded.withUnsafeBytes { bytes in
            bytes.baseAddress.flatMap { find(PaddedBytes.hash($0, count: count, seed: seed), $0, count) }
        }
    }

    private static func padded(_ string: String) -> (bytes: [UInt8], count: Int) {
        let bytes = Array(string.utf8)
        return (bytes + Array(repeating: 0, count: Column<UInt8>.padding), bytes.count)
    }

    /// Frees what is needed for interning alone.
    mutating func finish() { slots.removeAll() }

    /// Forgets all symbols but those that are `kept`, where they stand; symbol 0 must be. Returns what each is called
    /// now, by what it was called: never more, so that what refers to them takes no more room than before.
    mutating func forget(allBut kept: [Bool]) throws(BudgetExceeded) -> [UInt32] {
        var numbers = [UInt32](repeating: .max, count: count)
        var next = 0
        var end = 0
        for symbol in 0..<count where kept[symbol] {
            let start = Int(starts[symbol])
            let length = Int(starts[symbol + 1]) - start
            if start > end {
                UnsafeMutableRawPointer(arena.base + end).copyMemory(from: arena.base + start, byteCount: length)
            }
            numbers[symbol] = UInt32(next)
            starts[next] = UInt32(end)
            end += length
            next += 1
        }
        starts[next] = UInt32(end)
        starts.setCount(next + 1)
        arena.setCount(end)
        slots.clear()
        for symbol in 0..<UInt32(next) {
            let bytes = bytes(symbol)
            guard let base = bytes.baseAddress else { continue }
            try slots.insert(PaddedBytes.hash(base, count: bytes.count, seed: seed), row: symbol)
        }
        return numbers
    }

    @inline(__always)
    private func find(_ hash: UInt32, _ pointer: UnsafeRawPointer, _ count: Int) -> UInt32? {
        slots.find(hash) { isEqual($0, pointer, count: count) }
    }

    @inline(never)
    private mutating func add(
        _ hash: UInt32, _ pointer: UnsafeRawPointer, _ count: Int
    ) throws(BudgetExceeded) -> UInt32 {
        guard arena.count + count <= Int(UInt32.max), self.count < Int(UInt32.max) - 1 else {
            throw BudgetExceeded(bytes: Int(UInt32.max))
        }
        let symbol = UInt32(self.count)
        // Room first: what does not fit must leave no trace.
        try arena.reserve(count)
        try starts.reserve(1)
        try slots.insert(hash, row: symbol)
        try arena.append(from: pointer.assumingMemoryBound(to: UInt8.self), count: count)
        try starts.append(UInt32(arena.count))
        return symbol
    }
}
