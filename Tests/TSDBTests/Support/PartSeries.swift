import Testing

@testable import TSDB

/// The series of a part as plain dictionaries, the slow and obvious way: what tests compare with.
struct PartSeries {
    struct Series: Hashable {
        var labels: [String: String]
        var first: Int64
        var last: Int64
    }

    var series: [Series] = []

    init(_ part: any SeriesPart) throws {
        var symbols = [String](repeating: "", count: part.symbolCount)
        part.forEachSymbol { symbols[Int($0)] = String(decoding: $1, as: UTF8.self) }
        for (index, metric) in part.metrics.enumerated() {
            var position = SeriesPosition()
            var batch = SeriesBatch()
            let before = series.count
            while try part.read(metric: index, from: &position, into: &batch) {
                var row: [UInt32] = []
                var start = 0
                for number in 0..<batch.count {
                    let entry = batch.rows[number]
                    row.removeLast(row.count - entry.shared * 2)
                    for index in start..<entry.end { row.append(batch.pairs[index]) }
                    start = entry.end
                    var labels = part.externalLabels.reduce(into: [:]) { $0[$1.name] = $1.value }
                    for pair in stride(from: 0, to: row.count, by: 2) {
                        labels[symbols[Int(row[pair])]] = symbols[Int(row[pair + 1])]
                    }
                    series.append(Series(labels: labels, first: entry.first, last: entry.last))
                }
                batch.removeAll()
            }
            let name = metric.name == MetricExtent.noName ? nil : symbols[Int(metric.name)]
            #expect(series.count - before == metric.series)
            #expect(series[before...].allSatisfy { $0.labels["__name__"] == name })
        }
    }

    subscript(labels: [String: String]) -> Series? { series.first { $0.labels == labels } }

    /// Everything a truth says of a set of series, counted from these.
    var statistics: Statistics {
        var values: [String: Set<String>] = [:]
        var perMetric: [String: Int] = [:]
        var carriers: [String: Int] = [:]
        var metricValues: [String: [String: Set<String>]] = [:]
        var without: [String: [String: Set<[String: String]>]] = [:]
        var pairs: [String: [String: Int]] = [:]
        var total = 0
        for series in series {
            let metric = series.labels["__name__"] ?? ""
            perMetric[metric, default: 0] += 1
            total += series.labels.count
            for (name, value) in series.labels {
                values[name, default: []].insert(value)
                carriers[name, default: 0] += 1
                pairs[name, default: [:]][value, default: 0] += 1
                guard name != "__name__" else { continue }
                metricValues[metric, default: [:]][name, default: []].insert(value)
            }
        }
        for (metric, labels) in metricValues {
            for name in labels.keys {
                without[metric, default: [:]][name] = Set(
                    series.filter { $0.labels["__name__"] ?? "" == metric }.map {
                        var labels = $0.labels
                        labels[name] = nil
                        return labels
                    })
            }
        }
        let times = series.map(\.last).filter { $0 != SeriesBatch.noTime }
        let newest = times.max()
        return Statistics(
            series: Set(series.map(\.labels)).count, metrics: perMetric.keys.filter { !$0.isEmpty }.count,
            seriesWithoutName: perMetric[""] ?? 0, labelNames: values.count,
            labelPairs: values.values.reduce(0) { $0 + $1.count }, totalLabelPairs: total, maxTime: newest,
            active2h: newest.map { newest in times.filter { $0 >= newest - 7_200_000 }.count },
            seriesPerMetric: perMetric, labelValues: values.mapValues(\.count), labelSeries: carriers,
            metricLabelValues: metricValues.mapValues { $0.mapValues(\.count) },
            metricSeriesWithoutLabel: without.mapValues { $0.mapValues(\.count) }, labelPairSeries: pairs)
    }
}

extension Statistics {
    /// Expects what a truth says, as far as it says it.
    func expect(_ truth: Statistics, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(series == truth.series, "series", sourceLocation: sourceLocation)
        #expect(metrics == truth.metrics, "metrics", sourceLocation: sourceLocation)
        #expect(seriesWithoutName == truth.seriesWithoutName ?? 0, "without name", sourceLocation: sourceLocation)
        #expect(labelNames == truth.labelNames, "label names", sourceLocation: sourceLocation)
        #expect(labelPairs == truth.labelPairs, "label pairs", sourceLocation: sourceLocation)
        #expect(totalLabelPairs == truth.totalLabelPairs, "labels", sourceLocation: sourceLocation)
        #expect(maxTime == truth.maxTime, "newest sample", sourceLocation: sourceLocation)
        #expect(active2h == truth.active2h, "active", sourceLocation: sourceLocation)
        if let map = truth.seriesPerMetric { #expect(seriesPerMetric == map, sourceLocation: sourceLocation) }
        if let map = truth.labelValues { #expect(labelValues == map, sourceLocation: sourceLocation) }
        if let map = truth.labelSeries { #expect(labelSeries == map, sourceLocation: sourceLocation) }
        if let map = truth.metricLabelValues { #expect(metricLabelValues == map, sourceLocation: sourceLocation) }
        if let map = truth.metricSeriesWithoutLabel {
            #expect(metricSeriesWithoutLabel == map, sourceLocation: sourceLocation)
        }
        if let map = truth.labelPairSeries { #expect(labelPairSeries == map, sourceLocation: sourceLocation) }
    }
}
