import TSDB

/// What parts tell of their series only when these are read: sizes, and the times of the first and last sample.
struct FoundWhileReading: Sendable {
    struct Times: Sendable {
        var first: Int64
        var last: Int64
    }

    private(set) var indexBytes = 0
    private(set) var chunkBytes = 0
    private(set) var hasLostChunks = false
    /// By part, of those that were not sure of them before.
    private(set) var times: [Int: Times] = [:]

    mutating func add(_ position: SeriesPosition, ofPart part: Int) {
        indexBytes += position.indexBytes
        chunkBytes += position.chunkBytes
        if position.hasLostChunks { hasLostChunks = true }
        if position.minTime <= position.maxTime { add(Times(first: position.minTime, last: position.maxTime), part) }
    }

    /// Adds the times that another metric found.
    mutating func addTimes(of other: FoundWhileReading) {
        for (part, times) in other.times { add(times, part) }
    }

    private mutating func add(_ found: Times, _ part: Int) {
        guard let known = times[part] else { return times[part] = found }
        times[part] = Times(first: min(known.first, found.first), last: max(known.last, found.last))
    }

    /// The metric's sizes, by what was known before and what was found.
    func completing(_ work: MetricWork) -> (indexBytes: Int, chunkBytes: Int?) {
        (work.indexBytes + indexBytes, hasLostChunks ? nil : work.chunkBytes.map { $0 + chunkBytes })
    }
}
