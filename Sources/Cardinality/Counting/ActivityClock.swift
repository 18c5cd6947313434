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

    @inline(__always)
    func verdict(first: Int64, last: Int64) -> UInt8 {
        if first == SeriesBatch.noTime { return 0 }
        return (last >= activeFrom ? Self.active : Self.gone) | (first > newAfter ? Self.new : 0)
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
