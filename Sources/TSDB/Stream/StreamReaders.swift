import Synchronization

/// How many parts of a table are being read: while there are any, nothing in it may move.
final class StreamReaders: Sendable {
    private let count = Atomic(0)

    var areAny: Bool { count.load(ordering: .acquiring) > 0 }

    /// To be called while the table is locked.
    func enter() { count.add(1, ordering: .relaxed) }

    func leave() { count.subtract(1, ordering: .releasing) }
}
