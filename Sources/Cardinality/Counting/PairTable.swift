/// Series of every label pair, over all metrics.
///
/// Nearly every value belongs to one label name, so a pair is found by its value's number; the few values that several
/// names share have their further pairs in a dictionary.
struct PairTable: ~Copyable {
    private let names: Buffer<UInt32>
    private let tallies: Buffer<Tally>
    private var shared: [UInt64: Tally] = [:]

    init(symbols: Int) {
        names = Buffer(repeating: LabelHash.absent, count: symbols)
        tallies = Buffer(repeating: Tally(), count: symbols)
    }

    static func memory(symbols: Int) -> Int { symbols * (4 + MemoryLayout<Tally>.stride) }

    mutating func add(_ tally: Tally, name: UInt32, value: UInt32) {
        let slot = Int(value)
        let owner = names[slot]
        if owner == name {
            var sum = tallies[slot]
            sum += tally
            tallies[slot] = sum
        } else if owner == LabelHash.absent {
            names[slot] = name
            tallies[slot] = tally
        } else {
            shared[UInt64(name) << 32 | UInt64(value), default: Tally()] += tally
        }
    }

    /// Label pairs that some series has.
    var count: Int {
        var count = shared.count
        for slot in 0..<names.count where names[slot] != LabelHash.absent { count += 1 }
        return count
    }

    /// Calls `body` with (name, value, tally) for each pair, in no particular order.
    func forEach(_ body: (UInt32, UInt32, Tally) -> Void) {
        for slot in 0..<names.count where names[slot] != LabelHash.absent {
            body(names[slot], UInt32(truncatingIfNeeded: slot), tallies[slot])
        }
        for (key, tally) in shared {
            body(UInt32(truncatingIfNeeded: key >> 32), UInt32(truncatingIfNeeded: key), tally)
        }
    }

    /// The names that own or share each value: the first directly, the others listed by value.
    func sharedNames() -> [UInt32: [UInt32]] {
        var names: [UInt32: [UInt32]] = [:]
        for key in shared.keys {
            names[UInt32(truncatingIfNeeded: key), default: []].append(UInt32(truncatingIfNeeded: key >> 32))
        }
        return names
    }

    /// The name that first claimed a value, nil when no series has the value.
    func owner(of value: UInt32) -> UInt32? {
        let name = names[Int(value)]
        return name == LabelHash.absent ? nil : name
    }
}
