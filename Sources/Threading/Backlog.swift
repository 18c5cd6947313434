import Glibc
import Synchronization

/// Pieces of work that other threads do while the one that finds them goes on.
///
/// A thread ends when nothing waits, and another is started for the next piece: nobody has to wait for work.
package final class Backlog<Piece: Sendable>: Sendable {
    private struct State {
        var waiting: [Piece] = []
        var running = 0
        var started: [pthread_t] = []
    }

    private let state = Mutex(State())
    private let threads: Int
    private let work: @Sendable (Piece) -> Void

    /// - Parameter threads: How many may work at a time, besides the one that hands out the pieces.
    package init(threads: Int, work: @escaping @Sendable (Piece) -> Void) {
        self.threads = threads
        self.work = work
    }

    /// Leaves a piece to the next thread that is free.
    package func add(_ piece: Piece) {
        let needsThread = state.withLock { state in
            state.waiting.append(piece)
            guard state.running < threads else { return false }
            state.running += 1
            return true
        }
        guard needsThread else { return }
        let worker = Threads.start { self.workOff() }
        state.withLock { state in
            // No thread to be had: the piece is done in the end.
            if let worker { state.started.append(worker) } else { state.running -= 1 }
        }
    }

    /// Does what still waits, and returns when everything is done.
    package func finish() {
        while let piece = next() { work(piece) }
        for worker in state.withLock({ $0.started }) { pthread_join(worker, nil) }
        state.withLock { $0.started = [] }
    }

    private func workOff() {
        while true {
            let piece = state.withLock { state -> Piece? in
                if state.waiting.isEmpty { state.running -= 1 }
                return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
            }
            guard let piece else { return }
            work(piece)
        }
    }

    private func next() -> Piece? { state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() } }
}
