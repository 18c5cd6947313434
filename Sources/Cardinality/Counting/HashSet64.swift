/// Counts distinct 64-bit hashes: linear probing in one block, reused from one count to the next.
struct HashSet64: ~Copyable {
    private var slots = Buffer<UInt64>(repeating: 0, count: 0)
    private var mask = 0
    private var shift: UInt64 = 0

    /// Bytes a count of `keys` hashes takes.
    static func memory(keys: Int) -> Int { capacity(for: keys) * MemoryLayout<UInt64>.stride }

    private static func capacity(for keys: Int) -> Int {
        var capacity = 64
        while capacity < keys + keys / 3 { capacity *= 2 }
        return capacity
    }

    /// Empties the set and makes room for `keys` hashes.
    mutating func reset(keys: Int) {
        let capacity = Self.capacity(for: keys)
        if capacity > slots.count || capacity * 8 < slots.count {
            slots = Buffer(repeating: 0, count: capacity)
        } else {
            slots.fill(0..<capacity, with: 0)
        }
        mask = capacity - 1
        shift = UInt64(64 - capacity.trailingZeroBitCount)
    }

    /// Whether the hash was new.
    @inline(__always)
    func insert(_ hash: UInt64) -> Bool {
        // Zero marks a free slot; the hash zero shares the slot key 1, as likely as any other collision.
        let key = hash == 0 ? 1 : hash
        var slot = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) &>> shift)
        while true {
            let found = slots[slot]
            if found == 0 {
                slots[slot] = key
                return true
            }
            if found == key { return false }
            slot = (slot &+ 1) & mask
        }
    }
}
