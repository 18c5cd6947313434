import Glibc

/// SIGTERM and SIGINT, waited for instead of dying by them.
struct StopSignals {
    private var signals = sigset_t()

    /// Blocks the signals for this thread and all that it starts.
    init() {
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Waits for one of them, so long as `milliseconds`; false when none came.
    func wait(milliseconds: Int64?) -> Bool {
        var signals = signals
        var received: Int32 = 0
        guard let milliseconds else { return sigwait(&signals, &received) == 0 }
        var timeout = timespec(tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
        return sigtimedwait(&signals, nil, &timeout) > 0
    }
}
