import TSDB

/// Decides from a series' first and last sample whether it is active, new or gone in the window.
struct ActivityClock: Sendable {
    /// Bits of a series' verdict.
    static let active: UInt8 = 1
    static let new: UInt8 = 2
    static let gone: UInt8 = 4

    /// A sample at or after this is recent.
    private let activeFrom: Int64
    /// A first sample after this means the series is new.
    private let newAfter: Int64

    init(window: Window) {
        activeFrom = window.maxTime.subtractingSaturating(window.activeWithin)
        newAfter = window.minTime.addingSaturating(window.activeWithin)
    }

    /// Whether the verdicts of another clock hold by this one too, given the series closest to the limits.
    func confirms(_ margin: ActivityMargin) -> Bool {
        margin.earliestActive >= activeFrom && margin.latestGone < activeFrom && margin.earliestNew > newAfter
            && margin.latestOld <= newAfter
    }

    @inline(__always)
    func verdict(first: Int64, last: Int64) -> UInt8 {
        if first == SeriesBatch.noTime { return 0 }
        return (last >= activeFrom ? Self.active : Self.gone) | (first > newAfter ? Self.new : 0)
    }
}

/// The series that came closest to another verdict, in milliseconds since the epoch.
struct ActivityMargin: Sendable {
    private(set) var earliestActive = Int64.max
    private(set) var latestGone = Int64.min
    private(set) var earliestNew = Int64.max
    private(set) var latestOld = Int64.min

    @inline(__always)
    mutating func add(_ verdict: UInt8, first: Int64, last: Int64) {
        if verdict & ActivityClock.active != 0 { earliestActive = min(earliestActive, last) }
        if verdict & ActivityClock.gone != 0 { latestGone = max(latestGone, last) }
        if verdict & ActivityClock.new != 0 { earliestNew = min(earliestNew, first) }
        if verdict & ActivityClock.new == 0, first != SeriesBatch.noTime { latestOld = max(latestOld, first) }
    }

    mutating func add(_ other: ActivityMargin) {
        earliestActive = min(earliestActive, other.earliestActive)
        latestGone = max(latestGone, other.latestGone)
        earliestNew = min(earliestNew, other.earliestNew)
        latestOld = max(latestOld, other.latestOld)
    }
}

extension Int64 {
    fileprivate func addingSaturating(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    fileprivate func subtractingSaturating(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? .min : difference
    }
}
