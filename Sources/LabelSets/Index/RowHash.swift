import TSDB

/// Hashes of label sets: what labels contribute is added up, so that their order does not matter.
enum RowHash {
    /// What a label adds to the hash of its row; nothing if it is empty.
    static func label(_ name: UInt32, _ value: UInt32) -> UInt64 {
        value == SymbolPool.empty ? 0 : StringHash.mix(UInt64(name) &<< 32 | UInt64(value))
    }
}

/// Finds a row by its hash; which rows are equal is the caller's to say.
struct RowTable: Sendable {
    /// Open addressing: row + 1, 0 where none is.
    private var slots = [UInt32](repeating: 0, count: 16)
    private var tags = [UInt32](repeating: 0, count: 16)
    private(set) var count = 0

    init(expecting rows: Int = 0) {
        var size = 16
        while size < rows * 3 / 2 { size *= 2 }
        if size > 16 {
            slots = [UInt32](repeating: 0, count: size)
            tags = [UInt32](repeating: 0, count: size)
        }
    }

    var memory: Int { slots.count * 8 }

    func find(_ hash: UInt64, where isEqual: (UInt32) -> Bool) -> UInt32? {
        let found = slots[slot(of: hash, isEqual)]
        return found == 0 ? nil : found - 1
    }

    /// Puts in a row that is known to equal no other.
    mutating func insert(_ hash: UInt64, _ row: UInt32) {
        let slot = slot(of: hash) { _ in false }
        slots[slot] = row + 1
        tags[slot] = UInt32(truncatingIfNeeded: hash)
        count += 1
        if count * 3 > slots.count * 2 { grow() }
    }

    private func slot(of hash: UInt64, _ isEqual: (UInt32) -> Bool) -> Int {
        let mask = slots.count - 1
        let tag = UInt32(truncatingIfNeeded: hash)
        var slot = Self.place(tag) & mask
        while slots[slot] != 0 {
            if tags[slot] == tag, isEqual(slots[slot] - 1) { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private static func place(_ tag: UInt32) -> Int {
        Int(truncatingIfNeeded: UInt64(tag) &* 0x9e37_79b9_7f4a_7c15 &>> 24)
    }

    private mutating func grow() {
        let (old, oldTags) = (slots, tags)
        slots = [UInt32](repeating: 0, count: old.count * 2)
        tags = [UInt32](repeating: 0, count: old.count * 2)
        let mask = slots.count - 1
        for (index, row) in old.enumerated() where row != 0 {
            var slot = Self.place(oldTags[index]) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = row
            tags[slot] = oldTags[index]
        }
    }
}
