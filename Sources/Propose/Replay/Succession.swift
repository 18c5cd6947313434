import TSDB

/// How two series that become one lie to each other in time, as far as their first and last samples tell.
package enum Succession: Int, Sendable, Comparable {
    /// One ends a scrape interval or more before the other begins: becoming one is a gain.
    case succeeding
    /// Less than a scrape interval lies between them, or one begins at the very time at which the other ends: what
    /// vanishes from a scrape gets a staleness marker, whose time is that of its successor's first sample. Or there are
    /// no times.
    case unclear
    /// Both have samples at one time, of which Prometheus would lose one.
    case overlapping

    /// `earlier` holds the first and last sample of what began earlier, `last` being the last of all that came before.
    init(after earlier: (first: Int64, last: Int64), first: Int64, interval: Int64) {
        if first == SeriesBatch.noTime || earlier.first == SeriesBatch.noTime {
            self = .unclear
        } else if earlier.last == first, earlier.first < first {
            self = .unclear
        } else if first <= earlier.last {
            self = .overlapping
        } else {
            self = first - earlier.last < interval ? .unclear : .succeeding
        }
    }

    package static func < (one: Succession, other: Succession) -> Bool { one.rawValue < other.rawValue }
}
