import Synchronization

extension Threads {
    /// What `transform` makes of each index, in order, worked out by several threads.
    ///
    /// - Parameter least: Indexes that are worth a thread. The threads take so many at a time.
    package static func map<Value: Sendable>(
        _ indexes: Range<Int>, threads: Int, atLeast least: Int, _ transform: @escaping @Sendable (Int) -> Value
    ) -> [Value] {
        let pieces = (indexes.count + least - 1) / least
        guard threads > 1, pieces > 1 else { return indexes.map(transform) }
        let work = MapWork<Value>(pieces: pieces)
        run(min(threads, pieces)) { _ in
            while true {
                let piece = work.next.add(1, ordering: .relaxed).oldValue
                guard piece < pieces else { return }
                let start = indexes.lowerBound + piece * least
                let values = (start..<min(start + least, indexes.upperBound)).map(transform)
                work.values.withLock { $0[piece] = values }
            }
        }
        return work.values.withLock { $0 }.flatMap { $0 }
    }
}

/// What the threads share.
private final class MapWork<Value: Sendable>: Sendable {
    let next = Atomic<Int>(0)
    /// By piece.
    let values: Mutex<[[Value]]>

    init(pieces: Int) { values = Mutex(Array(repeating: [], count: pieces)) }
}
