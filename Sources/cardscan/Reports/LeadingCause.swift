import Cardinality

/// The labels without which a metric has least series left: those to be named when there is room for but one cause.
struct LeadingCause {
    /// The one with most values first; several where none of them frees much alone.
    let labels: [String]
    /// Of the first label.
    let values: Int
    /// Series of the metric left without all of them; nil where that was not counted.
    let left: Int?

    /// Nil where no label has more than one value.
    init?(_ metric: MetricRow) {
        guard let cause = MetricCauses(metric).causes.first else { return nil }
        values = cause.values
        if cause.isTied, let together = metric.together, cause.names.contains(together.labels[0]) {
            labels = together.labels
            left = together.seriesWithout
        } else {
            labels = cause.names
            left = cause.names.count == 1 ? cause.seriesWithout : nil
        }
    }

    /// A single label that frees at least a tenth of the metric's series, for when the widest ones free nothing.
    init?(freeingMostOf metric: MetricRow) {
        guard let label = metric.labels.min(by: { ($0.seriesWithout ?? .max) < ($1.seriesWithout ?? .max) }),
            let left = label.seriesWithout, (metric.counts.series - left) * 10 >= metric.counts.series
        else { return nil }
        labels = [label.name]
        values = label.values
        self.left = left
    }

    /// Whether the metric has fewer series without them, as far as that is known.
    func frees(of series: Int) -> Bool { left.map { $0 < series } ?? true }
}
