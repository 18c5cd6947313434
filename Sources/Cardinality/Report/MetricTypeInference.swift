/// Guesses a metric's type where no metadata tells it, from the suffixes OpenMetrics reserves and the labels that only
/// one type has. What gives no evidence stays unknown.
struct MetricTypeInference {
    private let names: Set<String>
    private let labels: [String: Set<String>]

    /// `labels` are the label names of each metric.
    init(labels: [String: Set<String>]) {
        names = Set(labels.keys)
        self.labels = labels
    }

    func type(of name: String) -> MetricType.Kind {
        let own = labels[name] ?? []
        if name.hasSuffix("_bucket"), own.contains("le") { return .histogram }
        for suffix in ["_sum", "_count"] where name.hasSuffix(suffix) {
            let family = String(name.dropLast(suffix.count))
            if names.contains(family + "_bucket") { return .histogram }
            if labels[family]?.contains("quantile") == true || isSummary(family, suffix) { return .summary }
        }
        if own.contains("quantile") { return .summary }
        if name.hasSuffix("_total") { return .counter }
        if name.hasSuffix("_info") { return .info }
        if ["_created", "_seconds", "_bytes", "_ratio", "_celsius", "_timestamp"].contains(where: name.hasSuffix) {
            return .gauge
        }
        return .unknown
    }

    /// A `_sum` beside a `_count` without buckets is a summary without quantiles.
    private func isSummary(_ family: String, _ suffix: String) -> Bool {
        names.contains(family + (suffix == "_sum" ? "_count" : "_sum"))
    }
}
