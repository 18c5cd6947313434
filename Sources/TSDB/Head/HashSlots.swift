import Glibc

/// An open-addressing index from a 32-bit hash to a row number; the rows stand in a table of the caller's.
///
/// A slot is 8 bytes: the hash above, the row number plus one below, zero when free. Since the hash stands in the slot,
/// growing needs no look at the rows. Linear probing by hand is a third of what `Dictionary` and `Set` cost here.
struct HashSlots: ~Copyable, @unchecked Sendable {
    private var slots: UnsafeMutablePointer<UInt64>
    private var mask: Int
    private(set) var count = 0
    private let budget: MemoryBudget

    init(budget: MemoryBudget) {
        self.budget = budget
        mask = 0
        slots = emptyStorage.assumingMemoryBound(to: UInt64.self)
    }

    deinit {
        guard mask > 0 else { return }
        free(slots)
        budget.release((mask + 1) * 8)
    }

    private static func allocate(
        _ capacity: Int, _ budget: MemoryBudget
    ) throws(BudgetExceeded) -> UnsafeMutablePointer<UInt64> {
        guard budget.reserve(capacity * 8) else { throw BudgetExceeded(bytes: capacity * 8) }
        guard let memory = calloc(capacity, 8) else {
            budget.release(capacity * 8)
            throw BudgetExceeded(bytes: capacity * 8)
        }
        return memory.bindMemory(to: UInt64.self, capacity: capacity)
    }

    /// The row with this hash for which `isEqual` holds.
    @inline(__always)
    func find(_ hash: UInt32, where isEqual: (UInt32) -> Bool) -> UInt32? {
        var position = Int(hash) & mask
        while true {
            let slot = slots[position]
            if slot == 0 { return nil }
            if UInt32(truncatingIfNeeded: slot &>> 32) == hash {
                let row = UInt32(truncatingIfNeeded: slot) &- 1
                if isEqual(row) { return row }
            }
            position = (position &+ 1) & mask
        }
    }

    /// Adds a row that `find` did not find. Rows are less than `UInt32.max`.
    @inline(__always)
    mutating func insert(_ hash: UInt32, row: UInt32) throws(BudgetExceeded) {
        if count &* 4 >= mask &* 3 { try grow() }
        place(UInt64(hash) &<< 32 | UInt64(row &+ 1))
        count &+= 1
    }

    @inline(__always)
    private func place(_ slot: UInt64) {
        var position = Int(slot &>> 32) & mask
        while slots[position] != 0 { position = (position &+ 1) & mask }
        slots[position] = slot
    }

    /// Forgets every row and frees the memory, for tables that are complete and will only be read by row.
    mutating func removeAll() {
        if mask > 0 {
            free(slots)
            budget.release((mask + 1) * 8)
        }
        slots = emptyStorage.assumingMemoryBound(to: UInt64.self)
        mask = 0
        count = 0
    }

    /// Forgets every row and keeps the memory, for as many rows or fewer.
    mutating func clear() {
        guard mask > 0 else { return }
        slots.update(repeating: 0, count: mask + 1)
        count = 0
    }

    @inline(never)
    private mutating func grow() throws(BudgetExceeded) {
        let old = slots
        let oldCapacity = mask + 1
        let newCapacity = max(1024, oldCapacity * 2)
        slots = try Self.allocate(newCapacity, budget)
        mask = newCapacity - 1
        for position in 0..<oldCapacity where old[position] != 0 { place(old[position]) }
        if oldCapacity > 1 {
            free(old)
            budget.release(oldCapacity * 8)
        }
    }
}

/// Hashing and comparing of bytes, eight at a time. Both read up to seven bytes behind the end, which every `Column`
/// and every buffer of a `RecordReader` allows.
enum PaddedBytes {
    @inline(__always)
    private static func word(_ pointer: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: pointer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inline(__always)
    static func areEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, count: Int) -> Bool {
        var offset = 0
        while offset &+ 8 <= count {
            if word(a, offset) != word(b, offset) { return false }
            offset &+= 8
        }
        let rest = count &- offset
        if rest == 0 { return true }
        return (word(a, offset) ^ word(b, offset)) &<< UInt64(64 &- 8 &* rest) == 0
    }

    /// Values come from whoever can be scraped, so the hash starts from a seed they cannot know.
    @inline(__always)
    static func hash(_ pointer: UnsafeRawPointer, count: Int, seed: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: hash64(pointer, count: count, seed: seed) &>> 32)
    }

    @inline(__always)
    static func hash64(_ pointer: UnsafeRawPointer, count: Int, seed: UInt64) -> UInt64 {
        var hash = seed ^ UInt64(truncatingIfNeeded: count)
        var offset = 0
        while offset &+ 8 <= count {
            hash = mix(hash ^ word(pointer, offset))
            offset &+= 8
        }
        let rest = count &- offset
        if rest > 0 { hash = mix(hash ^ (word(pointer, offset) &<< UInt64(64 &- 8 &* rest))) }
        return mix(hash)
    }

    @inline(__always)
    static func mix(_ value: UInt64) -> UInt64 {
        let product = (value ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
        return product.high ^ product.low
    }
}
