import Cardinality
import TSDB

/// What one scrape of a job came to, by what Prometheus wrote down of it.
package struct SampledLimit: Sendable, Equatable {
    /// Samples after relabelling, of the largest scrape.
    package let most: Int
    /// Of the first and last scrape that was looked at, in milliseconds since the epoch.
    package let firstTime: Int64
    package let lastTime: Int64
    /// Whether relabelling is left out of the number: the larger `scrape_samples_scraped`.
    package let isBeforeRelabelling: Bool

    /// A third more than was seen, and at least 100, rounded up to two digits.
    package var limit: Int {
        let wanted = most + max(100, most / 3)
        var unit = 1
        while wanted / unit >= 100 { unit *= 10 }
        return (wanted + unit - 1) / unit * unit
    }

    /// For a comment: `at most 4,411 samples in a scrape, in 2 h`.
    package var reason: String {
        let minutes = max(0, lastTime - firstTime) / 60_000
        let time = minutes >= 120 ? "\(minutes / 60) h" : "\(minutes) min"
        return "at most \(most) samples in a scrape\(isBeforeRelabelling ? " before relabelling" : ""), within \(time)"
    }
}

/// Reads what Prometheus wrote down of each scrape.
enum SampledLimits {
    private static let after = "scrape_samples_post_metric_relabeling"
    private static let before = "scrape_samples_scraped"

    /// By job. Empty where sources hold no samples, or none of these.
    static func read(_ options: AnalysisOptions) throws(Diagnostic) -> (limits: [String: SampledLimit], [Diagnostic]) {
        var request = SampleRequest(metrics: [after, before], budget: MemoryBudget(limit: options.maxMemory))
        // A limit that is too low fails whole scrapes: nothing of them is left out.
        request.selection.minTime = options.selection.minTime
        request.selection.maxTime = options.selection.maxTime
        var reading = try SampleReading(opening: options.sources, request)
        guard reading.hasSamples else { return ([:], []) }
        var found: [String: SampledLimit] = [:]
        var scraped: [String: SampledLimit] = [:]
        try reading.forEachSeries { series in
            guard let job = series[label: "job"] else { return }
            let isAfter = series.metric == after
            var values = series.samples.filter { !$0.isStale && $0.value.isFinite && $0.value >= 0 && $0.value < 1e12 }
            guard let first = values.first, let last = values.last else { return }
            let known = isAfter ? found[job] : scraped[job]
            values.removeAll { $0.value <= Double(known?.most ?? -1) }
            let limit = SampledLimit(
                most: max(known?.most ?? 0, Int(values.map(\.value).max() ?? 0)),
                firstTime: min(known?.firstTime ?? .max, first.time), lastTime: max(known?.lastTime ?? .min, last.time),
                isBeforeRelabelling: !isAfter)
            if isAfter { found[job] = limit } else { scraped[job] = limit }
        }
        return (found.merging(scraped) { after, _ in after }, reading.diagnostics)
    }
}
