import Glibc

/// Thrown where a table would have to grow beyond the memory budget. `bytes` is what it asked for.
struct BudgetExceeded: Error {
    var bytes: Int
}

/// Where tables that have nothing yet point to: zeros that may be read and are never written.
nonisolated(unsafe) let emptyStorage: UnsafeMutableRawPointer = {
    let zeros = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 16)
    zeros.initializeMemory(as: UInt8.self, repeating: 0, count: 64)
    return zeros
}()

/// A growing array of plain values that asks the budget before it takes memory, and gives it back at the end.
///
/// Unlike `Array` it never holds two copies for longer than the kernel needs to remap pages (realloc moves large areas
/// by page table), has no uniqueness or exclusivity checks in hot loops, and refuses instead of being killed.
/// `padding` bytes behind the last element may always be read, so that strings can be compared a word at a time.
///
/// A column that stays put takes addresses for all it may ever hold and memory for what it holds: its elements never
/// move, so that those that are there can be read while others are added.
struct Column<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
    static var padding: Int { 16 }

    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private(set) var capacity = 0
    private let budget: MemoryBudget
    private let staysPut: Bool
    /// Addresses that a column which stays put takes: four gigabytes, a 32-bit reference's reach.
    private static var addresses: Int { 4 << 30 }

    init(budget: MemoryBudget, staysPut: Bool = false) {
        self.budget = budget
        self.staysPut = staysPut
        base = emptyStorage.assumingMemoryBound(to: Element.self)
    }

    deinit {
        budget.release(capacity * MemoryLayout<Element>.stride)
        giveBack()
    }

    private func giveBack() {
        guard capacity > 0 else { return }
        if staysPut { munmap(base, Self.addresses) } else { free(base) }
    }

    @inline(__always)
    subscript(index: Int) -> Element {
        get {
            assert(index >= 0 && index < count)
            return base[index]
        }
        set {
            assert(index >= 0 && index < count)
            base[index] = newValue
        }
    }

    @inline(__always)
    mutating func append(_ element: Element) throws(BudgetExceeded) {
        if count == capacity { try grow(by: 1) }
        base[count] = element
        count &+= 1
    }

    @inline(__always)
    mutating func append(from bytes: UnsafePointer<Element>, count added: Int) throws(BudgetExceeded) {
        try reserve(added)
        (base + count).update(from: bytes, count: added)
        count &+= added
    }

    mutating func append(repeating element: Element, count added: Int) throws(BudgetExceeded) {
        try reserve(added)
        (base + count).update(repeating: element, count: added)
        count &+= added
    }

    /// Makes room for `extra` more elements.
    @inline(__always)
    mutating func reserve(_ extra: Int) throws(BudgetExceeded) {
        if extra > capacity &- count { try grow(by: extra) }
    }

    /// Sets how many of the elements up to `capacity` are in use, after they were written through `base`.
    @inline(__always)
    mutating func setCount(_ newCount: Int) {
        assert(newCount >= 0 && newCount <= capacity)
        count = newCount
    }

    mutating func removeAll() { count = 0 }

    /// Gives the memory back, for what is needed no more.
    mutating func release() {
        giveBack()
        budget.release(capacity * MemoryLayout<Element>.stride)
        base = emptyStorage.assumingMemoryBound(to: Element.self)
        count = 0
        capacity = 0
    }

    /// Half as much again while small, an eighth when large: what is not used stays within a few percent.
    @inline(never)
    private mutating func grow(by extra: Int) throws(BudgetExceeded) {
        let stride = MemoryLayout<Element>.stride
        let needed = count.addingReportingOverflow(extra)
        guard extra >= 0, !needed.overflow, needed.partialValue < Int.max / 4 / stride else {
            throw BudgetExceeded(bytes: Int.max / 4)
        }
        let spare = capacity * stride < 16 << 20 ? capacity / 2 + 4096 / stride : capacity / 8
        if try resize(to: max(needed.partialValue, capacity + spare)) { return }
        guard try resize(to: needed.partialValue) else {
            throw BudgetExceeded(bytes: (needed.partialValue - capacity) * stride)
        }
    }

    private mutating func resize(to newCapacity: Int) throws(BudgetExceeded) -> Bool {
        let added = (newCapacity - capacity) * MemoryLayout<Element>.stride
        guard budget.reserve(added) else { return false }
        let bytes = newCapacity * MemoryLayout<Element>.stride + Self.padding
        guard let memory = staysPut ? extend(to: bytes) : realloc(capacity > 0 ? base : nil, bytes) else {
            budget.release(added)
            throw BudgetExceeded(bytes: added)
        }
        base = memory.assumingMemoryBound(to: Element.self)
        capacity = newCapacity
        return true
    }

    /// Makes the first `bytes` of the column's addresses usable, which they are then until the end.
    private func extend(to bytes: Int) -> UnsafeMutableRawPointer? {
        guard bytes <= Self.addresses else { return nil }
        var start = UnsafeMutableRawPointer(base)
        if capacity == 0 {
            let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
            guard let area = mmap(nil, Self.addresses, PROT_NONE, flags, -1, 0), area != MAP_FAILED else { return nil }
            start = area
        }
        if mprotect(start, bytes, PROT_READ | PROT_WRITE) == 0 { return start }
        if capacity == 0 { munmap(start, Self.addresses) }
        return nil
    }
}
