import TSDB

/// Distinct strings by number: label names and values are stored once, and compared as numbers.
///
/// Number 0 is the empty string: to PromQL a label that is missing and one that is empty are the same.
struct SymbolPool: Sendable {
    static let empty: UInt32 = 0

    private var bytes: [UInt8] = []
    /// Where each string ends in `bytes`.
    private var ends: [Int] = [0]
    /// Open addressing: number + 1 of a string, 0 where none is.
    private var slots = [UInt32](repeating: 0, count: 64)
    private var tags = [UInt32](repeating: 0, count: 64)

    var count: Int { ends.count }
    /// Bytes of memory, roughly.
    var memory: Int { bytes.capacity + ends.capacity * 8 + slots.count * 8 }

    mutating func intern(_ string: UnsafeRawBufferPointer) -> UInt32 {
        if string.isEmpty { return Self.empty }
        let hash = StringHash.of(string)
        let slot = slot(of: string, hash)
        if slots[slot] != 0 { return slots[slot] - 1 }
        let number = UInt32(truncatingIfNeeded: ends.count)
        bytes.append(contentsOf: string)
        ends.append(bytes.count)
        slots[slot] = number + 1
        tags[slot] = UInt32(truncatingIfNeeded: hash >> 32)
        if ends.count * 3 > slots.count * 2 { grow() }
        return number
    }

    mutating func intern(_ string: String) -> UInt32 {
        var string = string
        return string.withUTF8 { intern(UnsafeRawBufferPointer($0)) }
    }

    func find(_ string: UnsafeRawBufferPointer) -> UInt32? {
        if string.isEmpty { return Self.empty }
        let found = slots[slot(of: string, StringHash.of(string))]
        return found == 0 ? nil : found - 1
    }

    func find(_ string: String) -> UInt32? {
        var string = string
        return string.withUTF8 { find(UnsafeRawBufferPointer($0)) }
    }

    func withBytes<Result>(_ number: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let index = Int(number)
        guard index > 0, index < ends.count else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[ends[index - 1]..<ends[index]])) }
    }

    /// Where the string stands, or the free place where it would.
    private func slot(of string: UnsafeRawBufferPointer, _ hash: UInt64) -> Int {
        let mask = slots.count - 1
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            if tags[slot] == tag, withBytes(slots[slot] - 1, { Self.equal($0, string) }) { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        tags = [UInt32](repeating: 0, count: slots.count)
        let mask = slots.count - 1
        for number in 1..<UInt32(ends.count) {
            let hash = withBytes(number, StringHash.of)
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = number + 1
            tags[slot] = UInt32(truncatingIfNeeded: hash >> 32)
        }
    }

    private static func equal(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        one.count == other.count && one.elementsEqual(other)
    }
}
