import Cardinality
import Glibc
import Synchronization

/// One line on a terminal that tells how far the work is, how fast, and how long it will take; gone when it is done.
///
/// Told from any thread, drawn at most ten times a second, and not at all for work that ends before it would be read.
final class ProgressLine: Sendable {
    private struct State {
        var stage = ""
        var stageStart: Int64 = 0
        var drawnAt: Int64
        var isDrawn = false
        var isFinished = false
    }

    private let state: Mutex<State>
    private static let interval: Int64 = 100
    private static let delay: Int64 = 300

    init() { state = Mutex(State(drawnAt: Self.now() + Self.delay - Self.interval)) }

    func update(_ progress: AnalysisProgress) {
        let now = Self.now()
        state.withLock { state in
            if state.stage != progress.stage {
                state.stage = progress.stage
                state.stageStart = now
            }
            guard !state.isFinished, now - state.drawnAt >= Self.interval else { return }
            state.drawnAt = now
            state.isDrawn = true
            let text = Self.text(progress, elapsed: now - state.stageStart)
            let width = Terminal.width(of: STDERR_FILENO) - 1
            StandardError.write("\r" + Escaper.show(text, columns: width) + "\u{1b}[K")
        }
    }

    func finish() {
        state.withLock { state in
            state.isFinished = true
            if state.isDrawn { StandardError.write("\r\u{1b}[K") }
            state.isDrawn = false
        }
    }

    /// `counting   1.2M of 4.3M series   28 %   310k/s   10 s left`; `elapsed` in milliseconds since the stage began.
    static func text(_ progress: AnalysisProgress, elapsed: Int64) -> String {
        let isBytes = progress.unit == "bytes"
        func amount(_ number: Int) -> String { isBytes ? Figures.bytes(number) : Figures.compact(number) }
        var parts = [progress.stage]
        let unit = isBytes ? "" : " " + progress.unit
        guard progress.total > 0 else {
            parts.append(amount(progress.done) + unit)
            return parts.joined(separator: "   ")
        }
        let share = min(1, Double(progress.done) / Double(progress.total))
        parts.append("\(amount(progress.done)) of \(amount(progress.total))\(unit)")
        parts.append("\(Int(share * 100)) %")
        if elapsed >= 500, progress.done > 0 {
            let rate = Double(progress.done) / (Double(elapsed) / 1000)
            let left = Double(max(0, progress.total - progress.done)) / rate
            parts.append(amount(Int(min(rate, 1e15))) + "/s")
            parts.append("\(Figures.seconds(left)) left")
        }
        return parts.joined(separator: "   ")
    }

    /// Milliseconds on a clock that only goes forward.
    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
