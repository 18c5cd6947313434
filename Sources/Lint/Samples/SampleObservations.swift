import PromQL
package import TSDB

/// What samples of the metrics that rules read show: of a few series of each metric, for the last hours of the data.
package struct SampleObservations: Sendable {
    /// Series of each metric that are looked at. They are chosen by their labels, as if at random.
    package static let seriesPerMetric = 16
    /// Milliseconds that are looked at.
    package static let longest: Int64 = 3 * 3_600_000

    private struct Metric {
        var series: [ObservedSeries] = []
        var total = 0
    }

    private let metrics: [String: Metric]
    /// Of the samples: first and last time looked at, in milliseconds since the epoch.
    package let times: ClosedRange<Int64>

    /// Reads the samples of these metrics, the last ones between `first` and `last`. `nil` when no source has samples.
    package init?(
        _ names: Set<String>, of sources: [String], _ selection: Selection, from first: Int64, until last: Int64,
        budget: MemoryBudget,
        report: ([Diagnostic]) -> Void
    ) throws(Diagnostic) {
        var request = SampleRequest(metrics: names, budget: budget)
        request.selection = selection
        let (start, overflow) = last.subtractingReportingOverflow(Self.longest)
        request.selection.minTime = max(selection.minTime, min(first, last), overflow ? .min : start)
        request.seriesPerMetric = Self.seriesPerMetric
        var reading = try SampleReading(opening: sources, request)
        guard reading.hasSamples else { return nil }
        var metrics: [String: Metric] = [:]
        for metric in reading.metrics { metrics[metric.name, default: Metric()].total = metric.series }
        try reading.forEachSeries { series in metrics[series.metric, default: Metric()].series.append(.init(series)) }
        report(reading.diagnostics)
        self.metrics = metrics
        times = min(request.selection.minTime, last)...last
    }

    /// Of series that are written down.
    package init(_ series: [ObservedSeries], times: ClosedRange<Int64>) {
        var metrics: [String: Metric] = [:]
        for each in series { metrics[each.labels[Matcher.nameLabel] ?? "", default: Metric()].series.append(each) }
        self.metrics = metrics.mapValues { Metric(series: $0.series, total: $0.series.count) }
        self.times = times
    }

    /// The observed series of a metric; `nil` if there are none.
    func series(of name: String) -> Observation? {
        guard let metric = metrics[name], !metric.series.isEmpty else { return nil }
        return Observation(series: metric.series, total: max(metric.total, metric.series.count), times: times)
    }

    /// The observed series that a selector selects; `nil` if there are none.
    func selected(by selector: Selector) -> Observation? {
        guard let names = selector.metricNames else { return nil }
        let others = selector.matchers.filter { $0.name != Matcher.nameLabel }
        var found: [ObservedSeries] = []
        var total = 0
        for name in Set(names).sorted() {
            guard let metric = metrics[name] else { continue }
            total += metric.total
            found += metric.series.filter { series in
                others.allSatisfy { $0.matches(series.labels[$0.name] ?? "") }
            }
        }
        return found.isEmpty ? nil : Observation(series: found, total: max(total, found.count), times: times)
    }
}

/// Observed series that one selector selects.
struct Observation {
    let series: [ObservedSeries]
    /// Series of the metrics in the data, looked at or not.
    let total: Int
    let times: ClosedRange<Int64>

    /// What a finding about some of the series rests on: how many, of how many, and examples.
    func evidence(_ metric: String, for some: [ObservedSeries], _ more: [(String, Evidence.Value)] = []) -> Evidence {
        var evidence: Evidence = ["metric": .text(metric)]
        for (key, value) in more { evidence.add(key, value) }
        evidence.add("found_in_series", .number(some.count))
        evidence.add("looked_at", .number(series.count))
        evidence.add("series", .number(total))
        evidence.add("samples", .number(series.reduce(0) { $0 + $1.count }))
        evidence.add("confidence", .text(confidence(of: some)))
        evidence.add("examples", .list(some.prefix(3).map { SeriesText.text($0.sortedLabels) }))
        return evidence
    }

    /// Whether all series behave as counters. What is called `_total` need not have started over.
    func areCounters(named name: String) -> Bool {
        let moving = series.filter { $0.rises + $0.falls + $0.resets > 0 }
        if name.hasSuffix("_total") {
            return moving.contains { $0.rises >= 10 } && moving.allSatisfy { $0.falls == 0 && $0.lowest >= 0 }
        }
        return moving.contains(where: \.isCounter)
            && moving.allSatisfy { $0.isCounter || $0.falls == 0 && $0.resets == 0 && $0.isIntegral }
    }

    /// In words: how much speaks for it.
    private func confidence(of some: [ObservedSeries]) -> String {
        let fewest = some.map(\.count).min() ?? 0
        if some.count == series.count, fewest >= 30 { return "high" }
        return some.count * 2 >= series.count || fewest >= 100 ? "medium" : "low"
    }
}

extension ObservedSeries {
    var sortedLabels: [(name: String, value: String)] {
        labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
