/// What was found out for a key, in plain memory that its owner frees: open addressing, one cache line a look.
struct MemoTable: BitwiseCopyable {
    /// Stands for a key that is not there; never a value.
    static let missing = UInt32.max - 3

    private struct Entry: BitwiseCopyable {
        var key: UInt64
        var value: UInt32
    }

    private var base: UnsafeMutablePointer<Entry>
    private var mask: Int
    private(set) var count = 0

    /// Beyond this a table starts anew: memory is worth more than the few evaluations that are repeated then.
    private static let limit = 1 << 22

    init() {
        mask = 63
        base = Self.allocate(64)
    }

    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Entry> {
        let base = UnsafeMutablePointer<Entry>.allocate(capacity: capacity)
        base.initialize(repeating: Entry(key: 0, value: missing), count: capacity)
        return base
    }

    /// Bytes of a new table, and of this one.
    static let leastMemory = 64 * MemoryLayout<Entry>.stride
    var memory: Int { (mask + 1) * MemoryLayout<Entry>.stride }

    func free() { base.deallocate() }

    @inline(__always)
    private func slot(of key: UInt64) -> Int {
        let product = key &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: product ^ product &>> 32) & mask
    }

    @inline(__always)
    func find(_ key: UInt64) -> UInt32 {
        var slot = slot(of: key)
        while true {
            let entry = base[slot]
            if entry.value == Self.missing || entry.key == key { return entry.value }
            slot = (slot &+ 1) & mask
        }
    }

    /// Adds a key that is not there.
    mutating func insert(_ key: UInt64, _ value: UInt32) {
        if count >= Self.limit {
            base.update(repeating: Entry(key: 0, value: Self.missing), count: mask + 1)
            count = 0
        } else if count * 2 > mask {
            let (old, oldMask) = (base, mask)
            mask = oldMask * 2 + 1
            base = Self.allocate(mask + 1)
            for index in 0...oldMask where old[index].value != Self.missing { place(old[index].key, old[index].value) }
            old.deallocate()
        }
        place(key, value)
        count += 1
    }

    private func place(_ key: UInt64, _ value: UInt32) {
        var slot = slot(of: key)
        while base[slot].value != Self.missing { slot = (slot &+ 1) & mask }
        base[slot] = Entry(key: key, value: value)
    }
}
