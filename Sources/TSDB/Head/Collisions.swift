/// Samples of one series that have the same timestamp and different values: what is left where a relabel rule took away
/// the label that told two series apart.
///
/// Prometheus writes both samples to the WAL when they come in one scrape and drops the second when it commits, so the
/// WAL is the only place that shows it (`headAppender` in tsdb/head_append.go of prometheus/prometheus). A sample is
/// compared with the newest of its series before it, whatever reference it came under, and one that is older than that
/// with the last such one. A repetition of the same value is none, nor is one with a stale marker. Only samples of the
/// selected series and time range count; out-of-order samples of the WBL are not compared.
package struct Collisions: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
        case float(Double)
        case histogram
    }

    package struct Example: Sendable, Equatable {
        /// Interleaved (name, value) symbol references of the series, as in a `SeriesBatch`.
        package var pairs: [UInt32]
        /// Milliseconds since the epoch.
        package var time: Int64
        package var first: Value
        package var second: Value
    }

    /// Samples that collided with the one before.
    package var count = 0
    /// Series that have any.
    package var series = 0
    package var examples: [Example] = []
}

extension Collisions.Value {
    init(bits: UInt64) {
        self = SampleValue.isHistogram(bits) ? .histogram : .float(Double(bitPattern: bits))
    }
}
