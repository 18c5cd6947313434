import Glibc

/// Runs a closure on several threads at once.
///
/// Plain threads: an analysis of a million series takes a quarter of a second, and the shared pool of Dispatch takes its
/// time to add workers when other processes keep the machine busy.
package enum Threads {
    /// Calls `body` with 0, 1, ... on `count` threads, the calling one among them, and returns when all are done.
    package static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        var workers: [pthread_t] = []
        for index in 1..<max(count, 1) {
            let task = Unmanaged.passRetained(Task { body(index) })
            var worker = pthread_t()
            let status = pthread_create(
                &worker, nil,
                { context in
                    guard let context else { return nil }
                    Unmanaged<Task>.fromOpaque(context).takeRetainedValue().body()
                    return nil
                }, task.toOpaque())
            if status == 0 {
                workers.append(worker)
            } else {
                // No thread to be had: its share is done here.
                task.takeRetainedValue().body()
            }
        }
        body(0)
        for worker in workers { pthread_join(worker, nil) }
    }

    private final class Task: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
