/// Finds the number of a string among those inserted: open addressing over numbers and a part of each string's hash.
struct SymbolIndex: ~Copyable {
    private static let free = UInt32.max
    /// Differs from run to run, so that nobody can write label values which all collide.
    private static let seed = UInt64.random(in: .min ... .max)

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
        let hash = Self.hash(bytes)
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
        tags[slot] = UInt32(truncatingIfNeeded: Self.hash(bytes) >> 32)
        return new
    }

    func find(_ bytes: UnsafeRawBufferPointer, isEqual: (UInt32, UnsafeRawBufferPointer) -> Bool) -> UInt32? {
        look(for: bytes, isEqual).number
    }

    private func look(
        for bytes: UnsafeRawBufferPointer, _ isEqual: (UInt32, UnsafeRawBufferPointer) -> Bool
    ) -> (slot: Int, number: UInt32?) {
        let hash = Self.hash(bytes)
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while numbers[slot] != Self.free {
            if tags[slot] == tag, isEqual(numbers[slot], bytes) { return (slot, numbers[slot]) }
            slot = (slot &+ 1) & mask
        }
        return (slot, nil)
    }

    /// Eight bytes at a time through a multiply and a mix; equality is checked on the bytes, so speed is what counts.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = seed ^ UInt64(truncatingIfNeeded: bytes.count) &* 0x9e37_79b9_7f4a_7c15
        var offset = 0
        while offset &+ 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
            state = (state ^ word) &* 0xff51_afd7_ed55_8ccd
            state ^= state &>> 32
            offset &+= 8
        }
        var tail: UInt64 = 0
        while offset < bytes.count {
            tail = tail &<< 8 | UInt64(bytes[offset])
            offset &+= 1
        }
        return LabelHash.mix(state ^ tail)
    }
}
