/// The values of one series while its plan runs, in plain memory.
struct RowValues: ~Copyable {
    private(set) var values: UnsafeMutablePointer<UInt32>
    /// When a label was set, counted within the series; 0 for one that is untouched or absent. A labelmap walks labels in
    /// this order.
    private(set) var stamps: UnsafeMutablePointer<UInt32>
    private var capacity = 64
    private var clock: UInt32 = 0

    init() {
        values = .allocate(capacity: 64)
        stamps = .allocate(capacity: 64)
        values.initialize(repeating: SymbolTable.empty, count: 64)
        stamps.initialize(repeating: 0, count: 64)
    }

    deinit {
        values.deallocate()
        stamps.deallocate()
    }

    /// Makes room for that many slots; what is in them stays.
    @inline(__always)
    mutating func reserve(_ slots: Int) {
        if slots > capacity { grow(slots) }
    }

    @inline(never)
    private mutating func grow(_ slots: Int) {
        let larger = RowValues.copy(values, capacity, to: slots * 2, filling: SymbolTable.empty)
        let largerStamps = RowValues.copy(stamps, capacity, to: slots * 2, filling: 0)
        values.deallocate()
        stamps.deallocate()
        (values, stamps, capacity) = (larger, largerStamps, slots * 2)
    }

    private static func copy(
        _ old: UnsafeMutablePointer<UInt32>, _ count: Int, to capacity: Int, filling: UInt32
    ) -> UnsafeMutablePointer<UInt32> {
        let new = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
        new.initialize(repeating: filling, count: capacity)
        new.update(from: old, count: count)
        return new
    }

    /// Starts a series whose labels have these values; the other slots up to `slots` are empty.
    @inline(__always)
    mutating func start(_ row: UnsafePointer<UInt32>, _ count: Int, slots: Int) {
        values[0] = SymbolTable.empty
        (values + 1).update(from: row, count: count)
        if slots > count &+ 1 {
            (values + (count &+ 1)).update(repeating: SymbolTable.empty, count: slots &- count &- 1)
        }
        stamps.update(repeating: 0, count: slots)
        clock = 0
    }

    /// Empties the slots that a plan has beyond those of the plan before it.
    mutating func extend(from old: Int, to slots: Int) {
        guard slots > old else { return }
        (values + old).update(repeating: SymbolTable.empty, count: slots - old)
        (stamps + old).update(repeating: 0, count: slots - old)
    }

    /// Sets a slot, or empties it; returns whether that changes it.
    @inline(__always)
    mutating func set(_ slot: Int, _ value: UInt32) -> Bool {
        let isChange = values[slot] != value
        values[slot] = value
        if value == SymbolTable.empty {
            stamps[slot] = 0
        } else if stamps[slot] == 0 {
            clock &+= 1
            stamps[slot] = clock
        }
        return isChange
    }

    /// Copies between pairs of slots, in the order in which Prometheus walks the labels of a series.
    mutating func copy(_ pairs: UnsafePointer<Int32>, _ count: Int, ranks: [Int32]) -> (matched: Bool, changed: Bool) {
        var sources: [(stamp: UInt32, rank: Int32, value: UInt32, target: Int)] = []
        for index in stride(from: 0, to: count, by: 2) {
            let slot = Int(pairs[index])
            if values[slot] != SymbolTable.empty {
                sources.append((stamps[slot], stamps[slot] == 0 ? ranks[slot] : 0, values[slot], Int(pairs[index + 1])))
            }
        }
        sources.sort { ($0.stamp, $0.rank) < ($1.stamp, $1.rank) }
        // Where two are copied to one label, the second may bring back what the first replaced.
        let before = sources.map { values[$0.target] }
        for source in sources { _ = set(source.target, source.value) }
        let isChange = zip(sources, before).contains { values[$0.target] != $1 }
        return (!sources.isEmpty, isChange)
    }

    /// Moves between pairs of slots, in the same order. A target of -1 stands for a value that is gone.
    mutating func move(_ pairs: UnsafePointer<Int32>, _ count: Int, ranks: [Int32]) -> (matched: Bool, changed: Bool) {
        var moves: [(stamp: UInt32, rank: Int32, value: UInt32, source: Int, target: Int)] = []
        for index in stride(from: 0, to: count, by: 2) {
            let slot = Int(pairs[index])
            if values[slot] != SymbolTable.empty {
                let rank = stamps[slot] == 0 ? ranks[slot] : 0
                moves.append((stamps[slot], rank, values[slot], slot, Int(pairs[index + 1])))
            }
        }
        moves.sort { ($0.stamp, $0.rank) < ($1.stamp, $1.rank) }
        let touched = Array(Set(moves.flatMap { $0.target < 0 ? [$0.source] : [$0.source, $0.target] }))
        let before = touched.map { values[$0] }
        for move in moves { _ = set(move.source, SymbolTable.empty) }
        for move in moves where move.target >= 0 { _ = set(move.target, move.value) }
        return (!moves.isEmpty, zip(touched, before).contains { values[$0] != $1 })
    }
}
