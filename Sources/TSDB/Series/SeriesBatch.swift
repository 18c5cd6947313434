/// Series decoded by a part, on their way to whoever counts them.
///
/// Crossing from one module to another costs more than decoding a label, so series cross by the batch. A row holds only
/// the labels that differ from the row before it: neighbours in an index share most of their labels. The buffers are
/// allocated once; Array's bookkeeping on every append was a tenth of an analysis.
package struct SeriesBatch: ~Copyable {
    package static let capacity = 512
    /// Stands for an unknown time in `firstTimes` and `lastTimes`.
    package static let noTime = Int64.min

    /// Rows in the batch.
    @usableFromInline package private(set) var count = 0
    /// Labels of the row being built, and of all rows before it.
    @usableFromInline private(set) var pairCount = 0
    @usableFromInline private(set) var pairCapacity = capacity * 16
    @usableFromInline private(set) var pairBase: UnsafeMutablePointer<UInt32>
    @usableFromInline let rowBase: UnsafeMutablePointer<Row>

    package struct Row: BitwiseCopyable {
        /// Index into `pairs` where the row ends.
        package var end: Int
        /// How many leading labels the row shares with the row before it; 0 for the first row of a batch.
        package var shared: Int
        /// Times of the first and last sample in milliseconds; `noTime` in both when the series has none.
        package var first: Int64
        package var last: Int64

        @inlinable
        init(end: Int, shared: Int, first: Int64, last: Int64) {
            self.end = end
            self.shared = shared
            self.first = first
            self.last = last
        }
    }

    package init() {
        pairBase = .allocate(capacity: pairCapacity)
        rowBase = .allocate(capacity: Self.capacity)
    }

    deinit {
        pairBase.deallocate()
        rowBase.deallocate()
    }

    @inlinable
    package var isFull: Bool { count == Self.capacity }

    /// Interleaved (name, value) symbol references of all rows, each row's from its first changed label on.
    @inlinable
    package var pairs: Span<UInt32> {
        @_lifetime(borrow self)
        get {
            let span = Span(_unsafeStart: pairBase, count: pairCount)
            return _overrideLifetime(span, borrowing: self)
        }
    }

    @inlinable
    package var rows: Span<Row> {
        @_lifetime(borrow self)
        get {
            let span = Span(_unsafeStart: rowBase, count: count)
            return _overrideLifetime(span, borrowing: self)
        }
    }

    package mutating func removeAll() {
        count = 0
        pairCount = 0
    }

    /// Adds a changed label to the row being built.
    @inline(__always)
    package mutating func append(name: UInt32, value: UInt32) {
        if pairCount &+ 2 > pairCapacity { growPairs(to: pairCount &+ 2) }
        pairBase[pairCount] = name
        pairBase[pairCount &+ 1] = value
        pairCount &+= 2
    }

    /// Room for that many changed labels of the row being built, to be filled and then committed.
    @inline(__always)
    mutating func room(labels: Int) -> UnsafeMutablePointer<UInt32> {
        if pairCount &+ 2 &* labels > pairCapacity { growPairs(to: pairCount &+ 2 &* labels) }
        return pairBase + pairCount
    }

    @inline(__always)
    mutating func commit(labels: Int) { pairCount &+= 2 &* labels }

    @inline(never)
    private mutating func growPairs(to capacity: Int) {
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity * 2)
        larger.update(from: pairBase, count: pairCount)
        pairBase.deallocate()
        pairBase = larger
        pairCapacity = capacity * 2
    }

    /// Ends the row whose changed labels were just appended. The batch must not be full.
    @inline(__always)
    package mutating func endRow(sharing prefix: Int, first: Int64, last: Int64) {
        guard count < Self.capacity else { return }
        rowBase[count] = Row(end: pairCount, shared: prefix, first: first, last: last)
        count &+= 1
    }
}
