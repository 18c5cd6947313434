import TSDB

/// What the lists of a request take of a budget, asked for before each of them grows.
struct RequestMemory: ~Copyable {
    private let budget: MemoryBudget
    private var held = 0

    init(_ budget: MemoryBudget) { self.budget = budget }

    deinit { budget.release(held) }

    /// Appends to a list; false, and nothing is appended, when no memory is left for it.
    @inline(__always)
    mutating func append<Element>(_ element: Element, to list: inout [Element]) -> Bool {
        guard list.count < list.capacity || grow(&list, to: max(Self.firstCapacity, 2 * list.capacity)) else {
            return false
        }
        list.append(element)
        return true
    }

    private static let firstCapacity = 64

    /// Both the old room and the new are taken while the list moves.
    @inline(never)
    mutating func grow<Element>(_ list: inout [Element], to capacity: Int) -> Bool {
        guard capacity > list.capacity else { return true }
        let before = list.capacity * MemoryLayout<Element>.stride
        let after = capacity * MemoryLayout<Element>.stride
        guard budget.reserve(after) else { return false }
        list.reserveCapacity(capacity)
        // An array may take a little more than it was asked for.
        let taken = list.capacity * MemoryLayout<Element>.stride
        budget.release(before + after - taken)
        held += taken - before
        return true
    }

    /// Empties a list; its room is kept for the next request when it is for no more than so many elements.
    mutating func empty<Element>(_ list: inout [Element], keeping elements: Int) {
        guard list.capacity > elements else { return list.removeAll(keepingCapacity: true) }
        let bytes = list.capacity * MemoryLayout<Element>.stride
        list = []
        budget.release(bytes)
        held -= bytes
    }
}
