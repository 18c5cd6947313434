import Glibc

/// Tells whether another process writes what this one is about to write.
///
/// The lock is the kernel's (flock): it ends with the process that holds it, however that ends.
package enum FileLock {
    /// Tries so many times, a hundredth of a second apart: a process that was killed a moment ago may hold it still.
    private static let attempts = 200

    /// Locks an open file until it is closed; returns 0, or the `errno` of what went wrong: `EWOULDBLOCK` when somebody
    /// else holds it.
    package static func take(_ descriptor: Int32) -> Int32 {
        for _ in 0..<attempts {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return 0 }
            guard errno == EWOULDBLOCK || errno == EINTR else { return errno }
            usleep(10_000)
        }
        return EWOULDBLOCK
    }
}
