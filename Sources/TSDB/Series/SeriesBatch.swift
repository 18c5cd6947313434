/// Series decoded by a part, on their way to whoever counts them.
///
/// Crossing from one module to another costs more than decoding a label, so series cross by the batch. A row holds only
/// the labels that differ from the row before it: neighbours in an index share most of their labels.
package struct SeriesBatch: ~Copyable {
    package static let capacity = 512

    /// Rows in the batch.
    package private(set) var count = 0
    /// Interleaved (name, value) symbol references of all rows, each row's from its first changed label on.
    package var pairs: [UInt32] = []
    /// Index into `pairs` where each row ends.
    package var rowEnds: [Int] = []
    /// How many leading labels each row shares with the row before it; 0 for the first row of a batch.
    package var shared: [Int] = []
    /// Times of the first and last sample in milliseconds; `noTime` in both when the series has none.
    package var firstTimes: [Int64] = []
    package var lastTimes: [Int64] = []

    /// Stands for an unknown time in `firstTimes` and `lastTimes`.
    package static let noTime = Int64.min

    package init() {
        rowEnds.reserveCapacity(Self.capacity)
        shared.reserveCapacity(Self.capacity)
        firstTimes.reserveCapacity(Self.capacity)
        lastTimes.reserveCapacity(Self.capacity)
        pairs.reserveCapacity(Self.capacity * 16)
    }

    @inline(__always)
    package var isFull: Bool { count == Self.capacity }

    package mutating func removeAll() {
        count = 0
        pairs.removeAll(keepingCapacity: true)
        rowEnds.removeAll(keepingCapacity: true)
        shared.removeAll(keepingCapacity: true)
        firstTimes.removeAll(keepingCapacity: true)
        lastTimes.removeAll(keepingCapacity: true)
    }

    /// Ends the row whose changed labels were just appended to `pairs`.
    @inlinable @inline(__always)
    package mutating func endRow(sharing prefix: Int, first: Int64, last: Int64) {
        rowEnds.append(pairs.count)
        shared.append(prefix)
        firstTimes.append(first)
        lastTimes.append(last)
        advance()
    }

    @usableFromInline @inline(__always)
    mutating func advance() { count &+= 1 }
}
