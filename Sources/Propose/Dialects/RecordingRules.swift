/// Aggregations as a file of recording rules, which Prometheus, Mimir, Thanos and vmalert load.
///
/// They save nothing by themselves: the series that are summed stay in the server that sums them. What is saved is
/// saved further on, where `write_relabel_configs` sends the sums alone.
package struct RecordingRules: Sendable {
    package let aggregations: [Aggregation]
    package let group: String

    package init(_ aggregations: [Aggregation], group: String = "cardscan-aggregations") {
        self.aggregations = aggregations
        self.group = group
    }

    package func text() throws(DialectRefusal) -> String {
        var lines = ["groups:"]
        for (number, interval) in Set(aggregations.map(\.interval)).sorted().enumerated() {
            let name = number == 0 ? group : "\(group)-\(Aggregation.duration(interval))"
            lines += ["  - name: " + YAMLText.scalar(name), "    interval: " + Aggregation.duration(interval)]
            lines.append("    rules:")
            for aggregation in aggregations where aggregation.interval == interval {
                try aggregation.check()
                lines += CommentLines.of(aggregation.comment, indent: 6)
                lines.append("      - record: " + YAMLText.scalar(aggregation.recordedName))
                lines.append("        expr: " + YAMLText.scalar(aggregation.expression))
            }
        }
        return aggregations.isEmpty ? "" : lines.map { $0 + "\n" }.joined()
    }
}

extension Aggregation {
    /// Four intervals, five minutes at least: a scrape or two may fail.
    private var window: String { Self.duration(max(4 * interval, 300)) }

    package var expression: String {
        switch kind {
        case .counter: "sum \(grouping) (rate(\(selector)[\(window)]))"
        case .gauge: "sum \(grouping) (\(selector))"
        }
    }

    /// After the convention `level:metric:operations`, without a level: the labels that are left have no short name.
    package var recordedName: String {
        switch kind {
        case .counter: "\(metric):sum_rate\(window)"
        case .gauge: "\(metric):sum"
        }
    }
}
