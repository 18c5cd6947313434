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
            if let worker = start({ body(index) }) {
                workers.append(worker)
            } else {
                // No thread to be had: its share is done here.
                body(index)
            }
        }
        body(0)
        for worker in workers { pthread_join(worker, nil) }
    }

    /// Starts a thread, which has to be joined; `nil` if there is none to be had.
    static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
        let task = Unmanaged.passRetained(Task(body))
        var worker = pthread_t()
        let status = pthread_create(
            &worker, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Task>.fromOpaque(context).takeRetainedValue().body()
                return nil
            }, task.toOpaque())
        if status == 0 { return worker }
        task.release()
        return nil
    }

    private final class Task: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
