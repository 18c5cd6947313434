import TSDB
import Testing

@testable import Cardinality

/// What a report says of series, as plain dictionaries that compare: with another report, or with brute force.
struct PlainReport: Equatable {
    struct Metric: Equatable {
        var counts: SeriesCounts
        /// Values and series left without it, by label.
        var labels: [String: [Int]] = [:]
    }

    struct Label: Equatable {
        var values: Int
        /// Nil when it cannot be told from text: invalid UTF-8 was replaced.
        var valueBytes: Int?
        var metrics: Int
        var counts: SeriesCounts
        var seriesWithout: Int?
    }

    struct Group: Equatable {
        var counts: SeriesCounts
        var topMetricSeries: Int
    }

    var totals = SeriesCounts()
    /// Metrics, series without a name, label names, label pairs.
    var sizes: [Int] = []
    var window: Window?
    var metrics: [String: Metric] = [:]
    var labels: [String: Label] = [:]
    var pairs: [String: [String: SeriesCounts]] = [:]
    var groups: [[String?]: Group] = [:]

    init() {}

    init(_ report: CardinalityReport) {
        totals = report.totals.counts
        sizes = [
            report.totals.metrics, report.totals.seriesWithoutName, report.totals.labelNames, report.totals.labelPairs,
        ]
        window = report.window
        for row in report.metrics {
            #expect(metrics[row.name] == nil, "metric \(row.name) twice")
            metrics[row.name] = Metric(counts: row.counts)
            for label in row.labels {
                #expect(metrics[row.name]?.labels[label.name] == nil, "label \(label.name) twice")
                metrics[row.name]?.labels[label.name] = [label.values, label.seriesWithout ?? -1]
            }
        }
        for row in report.labels {
            #expect(labels[row.name] == nil, "label \(row.name) twice")
            labels[row.name] = Label(
                values: row.values, valueBytes: row.valueBytes, metrics: row.metrics, counts: row.counts,
                seriesWithout: row.seriesWithout)
        }
        for row in report.labelPairs {
            let value = report.text(of: row.value)
            #expect(pairs[report.labels[row.label].name]?[value] == nil, "pair \(value) twice")
            pairs[report.labels[row.label].name, default: [:]][value] = row.counts
        }
        for row in report.groups {
            let key = row.values.map { $0.map(report.text(of:)) }
            #expect(groups[key] == nil, "group \(key) twice")
            groups[key] = Group(counts: row.counts, topMetricSeries: row.topMetricSeries)
        }
    }

    /// Leaves series alone, as for a source that cannot know times.
    var withoutActivity: PlainReport {
        func bare(_ counts: SeriesCounts) -> SeriesCounts { SeriesCounts(series: counts.series) }
        var plain = self
        plain.totals = bare(totals)
        plain.window = nil
        plain.metrics = metrics.mapValues { Metric(counts: bare($0.counts), labels: $0.labels) }
        for (name, label) in labels { plain.labels[name]?.counts = bare(label.counts) }
        plain.pairs = pairs.mapValues { $0.mapValues(bare) }
        for (key, group) in groups { plain.groups[key]?.counts = bare(group.counts) }
        return plain
    }

    /// Expects equality, and says in few words where there is none.
    func expect(
        equals other: PlainReport, _ comment: String = "", sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var other = other
        for (name, label) in other.labels where label.valueBytes == nil {
            other.labels[name]?.valueBytes = labels[name]?.valueBytes
        }
        guard self != other else { return }
        var faults: [String] = []
        func compare<Value: Equatable>(_ what: String, _ one: Value, _ two: Value) {
            if one != two { faults.append("\(what): \(one) is not \(two)") }
        }
        compare("totals", totals, other.totals)
        compare("sizes", sizes, other.sizes)
        compare("window", window, other.window)
        for name in Set(metrics.keys).union(other.metrics.keys) {
            compare("metric \(name)", metrics[name], other.metrics[name])
        }
        for name in Set(labels.keys).union(other.labels.keys) {
            compare("label \(name)", labels[name], other.labels[name])
        }
        for name in Set(pairs.keys).union(other.pairs.keys) {
            let values = Set((pairs[name] ?? [:]).keys).union((other.pairs[name] ?? [:]).keys)
            for value in values { compare("pair \(name)=\(value)", pairs[name]?[value], other.pairs[name]?[value]) }
        }
        for key in Set(groups.keys).union(other.groups.keys) {
            compare("group \(key)", groups[key], other.groups[key])
        }
        Issue.record(
            "\(comment) \(faults.count) differences: \(faults.prefix(8).joined(separator: "\n"))",
            sourceLocation: sourceLocation)
    }
}

extension CardinalityReport {
    /// Everything in the report, in its order: what runs with other threads must repeat to the letter.
    var lines: [String] {
        var lines = ["\(totals) \(String(describing: window))"]
        for row in metrics {
            lines.append("\(row.name) \(row.type) \(row.counts) \(row.indexBytes) \(row.chunkBytes ?? -1)")
            lines += row.labels.map { "  \($0)" }
        }
        for row in labels {
            let shapes = row.shapes.map { "\($0.shape) \($0.values) \($0.examples.map(text(of:)))" }
            lines.append("\(row.name) \(row.values) \(row.valueBytes) \(row.metrics) \(row.counts) \(shapes)")
        }
        for row in labelPairs { lines.append("\(labels[row.label].name)=\(text(of: row.value)) \(row.counts)") }
        for row in groups {
            lines.append(
                "\(row.values.map { $0.map(text(of:)) }) \(row.counts) \(row.topMetric) \(row.topMetricSeries)")
        }
        lines += sources.map { "\($0)" }
        lines += leftOut.map { "\($0)" }
        lines += diagnostics.map { "\($0)" }
        if let collisions { lines.append("\(collisions)") }
        return lines
    }

    /// The labels named as determining another, by metric and label.
    var determiners: [String: [String: Set<String>]] {
        Dictionary(
            uniqueKeysWithValues: metrics.map { row in
                (row.name, Dictionary(uniqueKeysWithValues: row.labels.map { ($0.name, Set($0.determinedBy)) }))
            })
    }
}
