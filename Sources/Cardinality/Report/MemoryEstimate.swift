/// What the head of a Prometheus server with so many series takes, as a range: an estimate, with its model named.
///
/// Model "active series": 4 to 8 KiB for every series in memory. The lower figure is what current servers show for the
/// series, its labels, postings and one open chunk; the upper one includes the garbage collector's headroom, queries
/// and the write-ahead log's replay. See docs/numbers.md.
package struct MemoryEstimate: Sendable, Equatable {
    package static let model = "4 to 8 KiB for each active series"
    package var lowBytes: Int
    package var highBytes: Int

    package init(activeSeries: Int) {
        lowBytes = activeSeries * 4096
        highBytes = activeSeries * 8192
    }
}

/// Where a server stands in the sizing guide of series against memory.
package struct SizingGuide: Sendable, Equatable {
    package struct Row: Sendable, Equatable {
        package var series: Int
        package var gibibytes: Int
    }

    package static let rows = [
        Row(series: 500_000, gibibytes: 8), Row(series: 2_000_000, gibibytes: 16),
        Row(series: 5_000_000, gibibytes: 32), Row(series: 10_000_000, gibibytes: 64),
        Row(series: 15_000_000, gibibytes: 96),
    ]
    /// Above this many series one server is better split into shards.
    package static let shardAbove = 10_000_000

    package var activeSeries: Int

    package init(activeSeries: Int) { self.activeSeries = activeSeries }

    /// The smallest row that holds the series, nil above the last.
    package var row: Row? { Self.rows.first { activeSeries <= $0.series } }
    /// The row below, nil under the first.
    package var rowBelow: Row? { Self.rows.last { activeSeries > $0.series } }
    package var shouldShard: Bool { activeSeries > Self.shardAbove }
}
