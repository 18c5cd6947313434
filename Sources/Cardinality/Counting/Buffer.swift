/// A fixed block of plain values that hot loops index without the bookkeeping of Array.
///
/// Indexes come from this module's own counting, never from a file; they are checked in debug builds.
struct Buffer<Element: BitwiseCopyable>: ~Copyable {
    private let base: UnsafeMutablePointer<Element>
    let count: Int

    init(repeating value: Element, count: Int) {
        base = .allocate(capacity: max(count, 1))
        base.initialize(repeating: value, count: count)
        self.count = count
    }

    /// Contents are undefined until written.
    init(uninitialized count: Int) {
        base = .allocate(capacity: max(count, 1))
        self.count = count
    }

    deinit { base.deallocate() }

    @inline(__always)
    subscript(index: Int) -> Element {
        get {
            assert(index >= 0 && index < count)
            return base[index]
        }
        nonmutating set {
            assert(index >= 0 && index < count)
            base[index] = newValue
        }
    }

    @inline(__always)
    func fill(_ range: Range<Int>, with value: Element) {
        assert(range.lowerBound >= 0 && range.upperBound <= count)
        (base + range.lowerBound).update(repeating: value, count: range.count)
    }

    var bytes: Int { count * MemoryLayout<Element>.stride }
}
