/// Slots of a hash table that finds rows of a `MetricTable` by the hash of their labels.
struct RowIndex: ~Copyable {
    static let free = UInt32.max

    private let slots: Buffer<UInt32>
    private let mask: Int

    init(capacity: Int) {
        let count = Self.slotCount(capacity)
        slots = Buffer(repeating: Self.free, count: count)
        mask = count - 1
    }

    static func memory(rows: Int) -> Int { slotCount(rows) * MemoryLayout<UInt32>.stride }

    private static func slotCount(_ rows: Int) -> Int {
        var count = 1
        while count < rows + rows / 3 + 1 { count *= 2 }
        return count
    }

    @inline(__always)
    func slot(of hash: UInt64) -> Int { Int(truncatingIfNeeded: LabelHash.mix(hash)) & mask }

    @inline(__always)
    func next(_ slot: Int) -> Int { (slot &+ 1) & mask }

    @inline(__always)
    subscript(slot: Int) -> UInt32 {
        get { slots[slot] }
        nonmutating set { slots[slot] = newValue }
    }
}
