/// The steps of a timeline: as fine as there is room for, of a length that clocks and calendars have, and beginning where
/// clocks strike.
struct TimelineGrid: Sendable {
    let start: Int64
    /// Milliseconds.
    let step: Int64
    let count: Int
    /// Metrics with so many series get a timeline of their own: there can be tens of thousands of metrics.
    let ownFrom: Int

    /// More could not be told apart where they are drawn.
    static let mostSteps = 96
    /// A metric with less than this share of the series has no timeline of its own.
    private static let ownShare = 100

    private static let second: Int64 = 1000
    private static let lengths: [Int64] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
    ]

    /// Nil where the window is longer than any server has been running.
    init?(window: Window, series: Int) {
        let (length, overflow) = window.maxTime.subtractingReportingOverflow(window.minTime)
        guard !overflow, length >= 0, length < 100 * 366 * 86_400 * Self.second, window.minTime > .min / 2 else {
            return nil
        }
        // The window may begin anywhere in the first step, so that one more than its length takes is needed.
        let needed = length / Int64(Self.mostSteps - 1) + 1
        var step =
            (Self.lengths.first { $0 * Self.second >= needed } ?? Self.lengths[Self.lengths.count - 1]) * Self.second
        while step < needed { step *= 2 }
        let remainder = window.minTime % step
        start = window.minTime - (remainder < 0 ? remainder + step : remainder)
        self.step = step
        count = Int((window.maxTime - start) / step) + 1
        ownFrom = max(1, series / Self.ownShare)
    }

    /// The step that a time is in, the nearest one for a time outside of all.
    @inline(__always)
    func index(of time: Int64) -> Int {
        if time <= start { return 0 }
        let (offset, overflow) = time.subtractingReportingOverflow(start)
        return overflow ? count - 1 : min(count - 1, Int(offset / step))
    }
}

/// First and last samples by step of a grid.
struct TimelineTally: Sendable {
    private(set) var started: [UInt32]
    private(set) var ended: [UInt32]

    init(steps: Int) {
        started = [UInt32](repeating: 0, count: steps)
        ended = started
    }

    @inline(__always)
    mutating func add(first: Int64, last: Int64, on grid: TimelineGrid) {
        started[grid.index(of: first)] &+= 1
        ended[grid.index(of: last)] &+= 1
    }

    mutating func add(_ other: TimelineTally) {
        for index in started.indices {
            started[index] &+= other.started[index]
            ended[index] &+= other.ended[index]
        }
    }

    func timeline(on grid: TimelineGrid) -> Timeline {
        Timeline(start: grid.start, step: grid.step, started: started.map { Int($0) }, ended: ended.map { Int($0) })
    }
}
