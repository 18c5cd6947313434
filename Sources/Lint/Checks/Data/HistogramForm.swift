import LabelSets
import PromQL

/// Buckets of a histogram that is native in the data, or the other way round.
enum HistogramForm: Check {
    static let info = CheckInfo(
        "histogram/native-vs-classic", .warning, needsData: true,
        summary:
            "An expression reads the buckets of a classic histogram where the data has a native one, or the reverse.",
        rationale: """
            A classic histogram has series `x_bucket`, one for each `le`; a native one has the series `x` alone, and is read \
            as `histogram_quantile(0.9, rate(x[5m]))`. After the change from one to the other, expressions for the former \
            find nothing.
            """,
        faulty: [
            Example(
                alert: "histogram_quantile(0.9, sum by (le) (rate(↓latency_seconds_bucket[5m]))) > 1",
                series: #"latency_seconds{job="api"}"#),
            Example(
                alert: "histogram_quantile(0.9, rate(↓latency_seconds[5m])) > 1",
                series: #"latency_seconds_bucket{job="api", le="0.5"}"#),
        ],
        clean: [
            Example(
                alert: "histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[5m]))) > 1",
                series: """
                    latency_seconds{job="api"}
                    latency_seconds_bucket{job="api", le="0.5"}
                    """)
        ])

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard grounding.provesAbsence(for: query) else { return }
        for vector in query.selectors where query.isWritten(vector.selector.range) {
            guard let name = vector.selector.metricNames?.first, vector.selector.metricNames?.count == 1,
                let other = Self.found(insteadOf: name, grounding)
            else { continue }
            let isClassic = name.hasSuffix("_bucket")
            context.report(
                "no series of `\(name)` \(grounding.where), but `\(other)`: the histogram is \(isClassic ? "native" : "classic")",
                in: query, at: vector.selector.range,
                advice: isClassic
                    ? "read `\(other)`, without `le`" : "read `\(other)`, and keep `le` where it is aggregated",
                evidence: ["metric": .text(name), "series": 0, "nearest": .text(other)])
        }
    }

    /// The name of the histogram's other form, where only that is in the data.
    static func found(insteadOf name: String, _ grounding: Grounding) -> String? {
        let suffix = "_bucket"
        let other = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name + suffix
        guard !grounding.index.hasMetric(name), !grounding.recorded.contains(name), !other.isEmpty else { return nil }
        return grounding.data.index.hasName(other) ? other : nil
    }
}

extension SeriesIndex {
    /// Whether the sources have a metric, read or not.
    func hasName(_ name: String) -> Bool {
        var (low, high) = (0, sourceNames.count)
        while low < high {
            let middle = (low + high) / 2
            if sourceNames[middle] < name { low = middle + 1 } else { high = middle }
        }
        return low < sourceNames.count && sourceNames[low] == name
    }
}
