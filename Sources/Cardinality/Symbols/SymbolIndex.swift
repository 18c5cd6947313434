import TSDB

/// Finds the number of a string among those inserted: open addressing over numbers and a part of each string's hash.
struct SymbolIndex: ~Copyable {
    private static let free = UInt32.max

    private let numbers: Buffer<UInt32>
    private let tags: Buffer<UInt32>
    private let mask: Int

    init(symbols: Int) {
        let count = Self.slotCount(symbols)
        numbers = Buffer(repeating: Self.free, count: count)
        tags = Buffer(uninitialized: count)
        mask = count - 1
    }

    static func memory(symbols: Int) -> Int { slotCount(symbols) * 8 }

    private static func slotCount(_ symbols: Int) -> Int {
        var count = 16
        while count < symbols + symbols / 3 + 1 { count *= 2 }
        return count
    }

    /// Inserts a string that is known not to be there yet.
    func insertDistinct(_ bytes: UnsafeRawBufferPointer, as number: UInt32) {
        let hash = StringHash.of(bytes)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while numbers[slot] != Self.free { slot = (slot &+ 1) & mask }
        numbers[slot] = number
        tags[slot] = UInt32(truncatingIfNeeded: hash >> 32)
    }

    /// The number of the string, which becomes `new` if it had none.
    func find(
        _ bytes: UnsafeRawBufferPointer, orInsert new: UInt32, isEqual: (UInt32, UnsafeRawBufferPointer) -> Bool
    ) -> UInt32 {
        let (slot, number) = look(for: bytes, isEqual)
        if let number { return number }
        numbers[slot] = new
        tags[slot] = UInt32(truncatingIfNeeded: StringHash.of(bytes) >> 32)
        return new
    }

    func find(_ bytes: UnsafeRawBufferPointer, isEqual: (UInt32, UnsafeRawBufferPointer) -> Bool) -> UInt32? {
        look(for: bytes, isEqual).number
    }

    private func look(
        for bytes: UnsafeRawBufferPointer, _ isEqual: (UInt32, UnsafeRawBufferPointer) -> Bool
    ) -> (slot: Int, number: UInt32?) {
        let hash = StringHash.of(bytes)
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while numbers[slot] != Self.free {
            if tags[slot] == tag, isEqual(numbers[slot], bytes) { return (slot, numbers[slot]) }
            slot = (slot &+ 1) & mask
        }
        return (slot, nil)
    }
}
