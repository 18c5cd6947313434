@testable import Cardinality
@testable import TSDB

/// Counts series the slow and obvious way: sets of dictionaries, nothing shared with what is tested.
struct BruteForce {
    typealias Labels = [String: String]

    struct Times: Equatable {
        var first: Int64?
        var last: Int64?
    }

    private(set) var series: [Labels: Times] = [:]

    init() {}

    /// The series of opened parts, united. `removing` are labels taken away first.
    init(_ source: OpenedSource, removing: [String] = []) throws {
        for part in source.parts {
            for entry in try PartSeries(part).series {
                var labels = entry.labels
                for external in part.externalLabels { labels[external.name] = external.value }
                for name in removing { labels[name] = nil }
                let known = entry.first != SeriesBatch.noTime
                add(labels, first: known ? entry.first : nil, last: known ? entry.last : nil)
            }
        }
    }

    mutating func add(_ labels: Labels, first: Int64?, last: Int64?) {
        var times = series[labels] ?? Times()
        if let first { times.first = min(times.first ?? first, first) }
        if let last { times.last = max(times.last ?? last, last) }
        series[labels] = times
    }

    func filtered(_ wanted: (Labels) -> Bool) -> BruteForce {
        var some = self
        some.series = series.filter { wanted($0.key) }
        return some
    }

    func report(activeWithin: Int64 = 15 * 60 * 1000, by names: [String] = [], knowsTimes: Bool = true) -> PlainReport {
        let firsts = series.values.compactMap(\.first)
        let lasts = series.values.compactMap(\.last)
        var window: Window?
        if knowsTimes, let first = firsts.min(), let last = lasts.max() {
            window = Window(minTime: first, maxTime: last, activeWithin: activeWithin)
        }
        func counts<S: Sequence<(key: Labels, value: Times)>>(_ some: S) -> SeriesCounts {
            var (series, active, new, gone) = (0, 0, 0, 0)
            for (_, times) in some {
                series += 1
                guard let window, let first = times.first, let last = times.last else { continue }
                if last >= window.maxTime - activeWithin { active += 1 } else { gone += 1 }
                if first > window.minTime + activeWithin { new += 1 }
            }
            guard window != nil else { return SeriesCounts(series: series) }
            return SeriesCounts(series: series, active: active, new: new, gone: gone)
        }
        var plain = PlainReport()
        plain.window = window
        plain.totals = counts(series)
        let metrics = Dictionary(grouping: series) { $0.key["__name__"] ?? "" }
        for (name, members) in metrics {
            var metric = PlainReport.Metric(counts: counts(members))
            for label in Set(members.flatMap(\.key.keys)) where label != "__name__" {
                metric.labels[label] = [
                    Set(members.compactMap { $0.key[label] }).count,
                    Set(members.map { Self.without(label, $0.key) }).count,
                ]
            }
            plain.metrics[name] = metric
        }
        for label in Set(series.keys.flatMap(\.keys)) {
            let carriers = series.filter { $0.key[label] != nil }
            let byValue = Dictionary(grouping: carriers) { $0.key[label] ?? "" }
            plain.pairs[label] = byValue.mapValues(counts)
            plain.labels[label] = PlainReport.Label(
                values: byValue.count,
                valueBytes: byValue.keys.contains { $0.unicodeScalars.contains("\u{FFFD}") }
                    ? nil : byValue.keys.reduce(0) { $0 + $1.utf8.count },
                metrics: Set(carriers.keys.compactMap { $0["__name__"] ?? "" }).count, counts: counts(carriers),
                seriesWithout: label == "__name__" ? nil : Set(series.keys.map { Self.without(label, $0) }).count)
        }
        plain.sizes = [
            metrics.keys.count { !$0.isEmpty }, metrics[""]?.count ?? 0, plain.labels.count,
            plain.labels.values.reduce(0) { $0 + $1.values },
        ]
        guard !names.isEmpty else { return plain }
        for (key, members) in Dictionary(grouping: series, by: { entry in names.map { entry.key[$0] } }) {
            let perMetric = Dictionary(grouping: members) { $0.key["__name__"] ?? "" }
            plain.groups[key] = PlainReport.Group(
                counts: counts(members), topMetricSeries: perMetric.values.map(\.count).max() ?? 0)
        }
        return plain
    }

    /// The labels of a metric whose value fixes `label`'s, absence being a value too.
    func determiners(of label: String, in metric: String) -> Set<String> {
        let members = series.keys.filter { $0["__name__"] ?? "" == metric }
        let others = Set(members.flatMap(\.keys)).subtracting(["__name__", label])
        return others.filter { other in
            Dictionary(grouping: members) { $0[other] }.values.allSatisfy { Set($0.map { $0[label] }).count == 1 }
        }
    }

    /// Distinct series of a metric without some of its labels.
    func series(of metric: String, without labels: [String]) -> Int {
        Set(
            series.keys.filter { $0["__name__"] ?? "" == metric }.map { series in
                series.filter { !labels.contains($0.key) }
            }
        ).count
    }

    /// Distinct values of a label of a metric, absence counted as one.
    func valuesWithAbsent(of label: String, in metric: String) -> Int {
        Set(series.keys.filter { $0["__name__"] ?? "" == metric }.map { $0[label] }).count
    }

    private static func without(_ label: String, _ labels: Labels) -> Labels {
        var labels = labels
        labels[label] = nil
        return labels
    }
}
