/// How series come and go over the window, in steps of equal length: exact counts by the first and the last sample of
/// every series. A series lives from the one to the other, gaps between them included.
package struct Timeline: Sendable, Equatable {
    /// The beginning of the first step in milliseconds since the epoch, a multiple of `step`.
    package var start: Int64
    /// Milliseconds.
    package var step: Int64
    /// Series whose first sample is in the step, for each step.
    package var started: [Int]
    /// Series whose last sample is in the step, for each step.
    package var ended: [Int]

    package init(start: Int64, step: Int64, started: [Int], ended: [Int]) {
        self.start = start
        self.step = step
        self.started = started
        self.ended = ended
    }

    /// Series that live in a step, be it in a part of it.
    package var living: [Int] {
        var sum = 0
        return zip(started, ended).map { started, ended in
            sum += started
            defer { sum -= ended }
            return sum
        }
    }
}
