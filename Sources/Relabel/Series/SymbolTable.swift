import TSDB

/// The strings of a source and those that relabelling adds, each with one number: equal strings have equal numbers.
struct SymbolTable {
    /// The number of the empty string, which stands for an absent label as well.
    static let empty = UInt32.max

    private let source: SymbolSource
    /// The source's own number of the empty string.
    private(set) var emptyInSource: UInt32?
    /// New strings, one after the other, and where each ends.
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    /// Open addressing: a number, or `empty` for a free slot, and a part of the string's hash.
    private var slots: [(number: UInt32, tag: UInt32)] = []
    private var used = 0

    init(_ source: SymbolSource) {
        self.source = source
        let capacity = Self.capacity(strings: source.count)
        slots = [(number: UInt32, tag: UInt32)](repeating: (Self.empty, 0), count: capacity)
        source.forEach { number, bytes in
            if bytes.isEmpty { emptyInSource = number } else { insert(number, StringHash.of(bytes)) }
        }
    }

    private static func capacity(strings: Int) -> Int {
        var capacity = 64
        while capacity < strings * 2 { capacity *= 2 }
        return capacity
    }

    /// Bytes that a table for so many strings takes at first, and those that this one takes.
    static func memory(strings: Int) -> Int { capacity(strings: strings) * 8 }
    var memory: Int { slots.capacity * 8 + bytes.capacity + ends.capacity * 8 }

    /// How many strings were added.
    var addedCount: Int { ends.count - 1 }

    func with<Result>(_ number: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        if number == Self.empty { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        if Int(number) < source.count {
            var result: Result?
            source.withSymbol(number) { result = body($0) }
            return result
        }
        let added = Int(number) - source.count
        guard added < addedCount else { return nil }
        return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[ends[added]..<ends[added + 1]])) }
    }

    func bytes(of number: UInt32) -> [UInt8] { with(number) { Array($0) } ?? [] }

    /// The number of a string, a new one if need be.
    mutating func number(of text: [UInt8]) -> UInt32 {
        if text.isEmpty { return Self.empty }
        let hash = text.withUnsafeBytes { StringHash.of($0) }
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        while slots[slot].number != Self.empty {
            if slots[slot].tag == tag, with(slots[slot].number, { $0.elementsEqual(text) }) == true {
                return slots[slot].number
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        let number = UInt32(truncatingIfNeeded: source.count + addedCount)
        bytes += text
        ends.append(bytes.count)
        if used * 4 > slots.count * 3 { grow() }
        insert(number, hash)
        return number
    }

    private mutating func insert(_ number: UInt32, _ hash: UInt64) {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot].number != Self.empty { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = (number, UInt32(truncatingIfNeeded: hash >> 32))
        used += 1
    }

    private mutating func grow() {
        let old = slots
        slots = [(number: UInt32, tag: UInt32)](repeating: (Self.empty, 0), count: old.count * 2)
        used = 0
        for (number, _) in old where number != Self.empty {
            if let hash = with(number, { StringHash.of($0) }) { insert(number, hash) }
        }
    }
}
