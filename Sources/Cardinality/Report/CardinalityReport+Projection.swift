import TSDB

/// One target's series taken for those of a fleet.
///
/// Prometheus adds `instance` to whatever a target exposes, so that targets never share a series: every count of series
/// is that of one target, times the targets. Values of labels stay, as other targets have the same ones; only
/// `instance` has a value for each.
extension CardinalityReport {
    /// Only expositions are of one target; everything else has the labels of its targets already.
    func refusal(toProjectTo targets: Int) -> Diagnostic? {
        guard let other = sources.first(where: { $0.kind != .exposition && $0.kind != .rules }) else { return nil }
        return Diagnostic(
            file: other.path,
            "is no text exposition of one target, so that it cannot be projected to \(targets) targets")
    }

    mutating func project(to targets: Int) {
        self.targets = targets
        totals.counts.multiply(by: targets)
        totals.seriesWithoutName *= targets
        totals.bucketSeries *= targets
        let inMemory = totals.counts.active ?? totals.counts.series
        totals.memory = MemoryEstimate(activeSeries: inMemory)
        totals.sizing = SizingGuide(activeSeries: inMemory)
        for index in metrics.indices { metrics[index].multiply(by: targets) }
        for index in labels.indices {
            labels[index].counts.multiply(by: targets)
            labels[index].seriesWithout = labels[index].seriesWithout.map { $0 * targets }
        }
        labelPairs = labelPairs.map { pair in
            var counts = pair.counts
            counts.multiply(by: targets)
            return LabelPairRow(label: pair.label, value: pair.value, counts: counts)
        }
        for index in groups.indices { groups[index].multiply(by: targets) }
        for breakdown in breakdowns.indices {
            for index in breakdowns[breakdown].indices { breakdowns[breakdown][index].multiply(by: targets) }
        }
        guard var detail = metricDetail else { return }
        detail.metric.multiply(by: targets)
        for label in detail.labels.indices {
            detail.labels[label].series *= targets
            detail.labels[label].row.seriesWithout = detail.labels[label].row.seriesWithout.map { $0 * targets }
            for value in detail.labels[label].values.indices {
                detail.labels[label].values[value].counts.multiply(by: targets)
            }
        }
        metricDetail = detail
    }
}

extension SeriesCounts {
    fileprivate mutating func multiply(by targets: Int) {
        series *= targets
        active = active.map { $0 * targets }
        new = new.map { $0 * targets }
        gone = gone.map { $0 * targets }
    }
}

extension MetricRow {
    fileprivate mutating func multiply(by targets: Int) {
        counts.multiply(by: targets)
        for index in labels.indices { labels[index].seriesWithout = labels[index].seriesWithout.map { $0 * targets } }
        together?.seriesWithout *= targets
    }
}

extension GroupRow {
    fileprivate mutating func multiply(by targets: Int) {
        counts.multiply(by: targets)
        topMetricSeries *= targets
    }
}
