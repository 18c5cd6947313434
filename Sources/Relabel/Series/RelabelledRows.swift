/// What became of series, in the order they came in.
///
/// Plain memory that its owner frees: a row is a few stores.
package struct RelabelledRows: ~Copyable {
    package enum Verdict: Sendable, Equatable {
        case unchanged
        case changed
        case dropped(step: Int)
    }

    /// Series there are verdicts on.
    package private(set) var count = 0
    /// For each series the step that drops it, or one of `unchanged` and `changed`.
    private var codes: UnsafeMutablePointer<Int32>
    /// Where each series' pairs end.
    private var ends: UnsafeMutablePointer<Int>
    private var capacity = 1024
    private var pairBase: UnsafeMutablePointer<UInt32>
    private var pairCount = 0
    private var pairCapacity = 16_384
    private let repeatsUnchanged: Bool

    private static let unchanged: Int32 = -1
    private static let changed: Int32 = -2

    /// `repeatsUnchanged` asks for the labels of series that stay as they are, too.
    package init(repeatsUnchanged: Bool = false) {
        self.repeatsUnchanged = repeatsUnchanged
        codes = .allocate(capacity: capacity)
        ends = .allocate(capacity: capacity)
        pairBase = .allocate(capacity: pairCapacity)
    }

    deinit {
        codes.deallocate()
        ends.deallocate()
        pairBase.deallocate()
    }

    package mutating func removeAll() {
        count = 0
        pairCount = 0
    }

    package func verdict(of row: Int) -> Verdict {
        precondition(row >= 0 && row < count)
        switch codes[row] {
        case Self.unchanged: return .unchanged
        case Self.changed: return .changed
        case let step: return .dropped(step: Int(step))
        }
    }

    package func isDropped(_ row: Int) -> Bool {
        precondition(row >= 0 && row < count)
        return codes[row] >= 0
    }

    /// Interleaved (name, value) references of a series that is kept, sorted by name where it changed. Empty for an
    /// unchanged one if these are not wanted.
    package func pairs(of row: Int) -> UnsafeBufferPointer<UInt32> {
        precondition(row >= 0 && row < count)
        let start = row == 0 ? 0 : ends[row - 1]
        return UnsafeBufferPointer(start: pairBase + start, count: ends[row] - start)
    }

    @inline(__always)
    mutating func drop(step: Int) { end(Int32(truncatingIfNeeded: step)) }

    @inline(__always)
    mutating func keep(_ plan: borrowing RowPlan, _ values: UnsafePointer<UInt32>) {
        reservePairs(plan.orderCount &* 2)
        var next = pairBase + pairCount
        for index in 0..<plan.orderCount {
            let slot = Int(plan.order[index])
            let value = values[slot]
            if value == SymbolTable.empty { continue }
            next[0] = plan.names[slot]
            next[1] = value
            next += 2
        }
        pairCount = next - pairBase
        end(Self.changed)
    }

    @inline(__always)
    mutating func keepUnchanged(_ names: UnsafePointer<UInt32>, _ values: UnsafePointer<UInt32>, _ count: Int) {
        if repeatsUnchanged {
            reservePairs(count &* 2)
            let next = pairBase + pairCount
            for index in 0..<count {
                next[2 &* index] = names[index]
                next[2 &* index &+ 1] = values[index]
            }
            pairCount &+= count &* 2
        }
        end(Self.unchanged)
    }

    @inline(__always)
    private mutating func end(_ code: Int32) {
        if count == capacity { growRows() }
        codes[count] = code
        ends[count] = pairCount
        count &+= 1
    }

    @inline(__always)
    private mutating func reservePairs(_ more: Int) {
        if pairCount &+ more > pairCapacity { growPairs(more) }
    }

    @inline(never)
    private mutating func growRows() {
        let (newCodes, newEnds) = (
            UnsafeMutablePointer<Int32>.allocate(capacity: capacity * 2),
            UnsafeMutablePointer<Int>.allocate(capacity: capacity * 2)
        )
        newCodes.update(from: codes, count: count)
        newEnds.update(from: ends, count: count)
        codes.deallocate()
        ends.deallocate()
        (codes, ends, capacity) = (newCodes, newEnds, capacity * 2)
    }

    @inline(never)
    private mutating func growPairs(_ more: Int) {
        let larger = (pairCapacity + more) * 2
        let new = UnsafeMutablePointer<UInt32>.allocate(capacity: larger)
        new.update(from: pairBase, count: pairCount)
        pairBase.deallocate()
        (pairBase, pairCapacity) = (new, larger)
    }
}
