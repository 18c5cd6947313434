/// Turns a column of numbers into a dictionary and indexes.
struct SnapshotColumnWriter {
    private var dictionary: [UInt32] = []
    private var indexes: [UInt32] = []
    /// By number: the column it was last seen in, and its index there.
    private var stamps: [UInt64] = []
    private var epoch: UInt64 = 0

    mutating func begin() {
        epoch += 1
        dictionary.removeAll(keepingCapacity: true)
        indexes.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    mutating func add(_ number: UInt32) {
        let slot = Int(number)
        if slot >= stamps.count {
            stamps.append(contentsOf: repeatElement(0, count: max(slot + 1 - stamps.count, stamps.count, 1024)))
        }
        let stamp = stamps[slot]
        if stamp >> 32 == epoch {
            indexes.append(UInt32(truncatingIfNeeded: stamp))
        } else {
            stamps[slot] = epoch << 32 | UInt64(dictionary.count)
            indexes.append(UInt32(truncatingIfNeeded: dictionary.count))
            dictionary.append(number)
        }
    }

    func write(to content: inout SnapshotEncoder) {
        if dictionary.count == 1 {
            content.put(SnapshotFormat.ColumnKind.constant.rawValue)
            content.put(uvarint: UInt64(dictionary[0]))
            return
        }
        content.put(SnapshotFormat.ColumnKind.indexed.rawValue)
        content.put(uvarint: dictionary.count)
        Self.putDifferences(dictionary, to: &content)
        Self.putDifferences(indexes, to: &content)
    }

    private static func putDifferences(_ numbers: [UInt32], to content: inout SnapshotEncoder) {
        var before: Int64 = 0
        for number in numbers {
            content.put(varint: Int64(number) - before)
            before = Int64(number)
        }
    }
}
