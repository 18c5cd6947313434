/// What became of series, in the order they came in.
package struct RelabelledRows: Sendable {
    package enum Verdict: Sendable, Equatable {
        case unchanged
        case changed
        case dropped(step: Int)
    }

    package private(set) var verdicts: [Verdict] = []
    /// Interleaved (name, value) references of the series that are kept, sorted by name where they changed. Empty for the
    /// unchanged ones if these are not wanted.
    package private(set) var pairs: [UInt32] = []
    /// Where each series' pairs end.
    package private(set) var ends: [Int] = []
    private let repeatsUnchanged: Bool

    /// `repeatsUnchanged` asks for the labels of series that stay as they are, too.
    package init(repeatsUnchanged: Bool = false) { self.repeatsUnchanged = repeatsUnchanged }

    package mutating func removeAll() {
        verdicts.removeAll(keepingCapacity: true)
        pairs.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    package var count: Int { verdicts.count }

    package func pairs(of row: Int) -> ArraySlice<UInt32> { pairs[(row == 0 ? 0 : ends[row - 1])..<ends[row]] }

    @inline(__always)
    mutating func drop(step: Int) {
        verdicts.append(.dropped(step: step))
        ends.append(pairs.count)
    }

    mutating func keep(_ plan: RowPlan, _ values: UnsafePointer<UInt32>) {
        for slot in plan.order where values[Int(slot)] != SymbolTable.empty {
            pairs.append(plan.slotNames[Int(slot)])
            pairs.append(values[Int(slot)])
        }
        verdicts.append(.changed)
        ends.append(pairs.count)
    }

    @inline(__always)
    mutating func keepUnchanged(_ names: UnsafePointer<UInt32>, _ values: UnsafePointer<UInt32>, _ count: Int) {
        if repeatsUnchanged {
            for index in 0..<count {
                pairs.append(names[index])
                pairs.append(values[index])
            }
        }
        verdicts.append(.unchanged)
        ends.append(pairs.count)
    }
}
