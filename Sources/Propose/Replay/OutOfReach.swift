import Cardinality

/// Series that a list of rules never sees, wherever it is applied.
///
/// What Prometheus writes about a scrape by itself and what alerts leave behind does not pass `metric_relabel_configs`.
/// What recording rules write does not either, but its names are like those of scraped metrics.
package struct OutOfReach: Sendable {
    private let names: [[UInt8]]

    package static let nothing = OutOfReach(names: [])
    package static let ofScrapes = OutOfReach(
        names: [
            "up", "scrape_duration_seconds", "scrape_samples_scraped", "scrape_samples_post_metric_relabeling",
            "scrape_series_added", "scrape_timeout_seconds", "scrape_sample_limit", "scrape_body_size_bytes", "ALERTS",
            "ALERTS_FOR_STATE",
        ].map { Array($0.utf8) })

    func contains(_ metric: UInt32, _ strings: DistinctSeries.Strings) -> Bool {
        guard !names.isEmpty else { return false }
        var found = false
        strings.with(metric) { bytes in found = names.contains { bytes.elementsEqual($0) } }
        return found
    }

    /// Whether rules of a scrape can see a metric. Careful: what may be a recording rule's result or a scrape's report is
    /// not theirs, so that nothing is promised which they cannot keep.
    static func isReached(_ metric: String, recorded: Set<String>) -> Bool {
        !metric.utf8.contains(0x3a) && !recorded.contains(metric) && !metric.hasPrefix("scrape_")
            && !["up", "ALERTS", "ALERTS_FOR_STATE"].contains(metric)
    }
}
