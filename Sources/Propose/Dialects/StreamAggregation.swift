/// Aggregations as a stream aggregation configuration of vmagent or VictoriaMetrics: samples are summed before they are
/// stored, and those that were summed are not.
package struct StreamAggregation: Sendable {
    package let aggregations: [Aggregation]

    package init(_ aggregations: [Aggregation]) { self.aggregations = aggregations }

    /// For `-remoteWrite.streamAggr.config` or `-streamAggr.config`.
    package func text() throws(DialectRefusal) -> String {
        var lines: [String] = []
        for aggregation in aggregations {
            try aggregation.check()
            let texts =
                [aggregation.metric] + aggregation.without + aggregation.matchers.flatMap { [$0.label, $0.value] }
            if texts.contains(where: { $0.utf8.split(separator: 0x25).dropFirst().contains { $0.first == 0x7B } }) {
                throw DialectRefusal("vmagent puts environment variables in for `%{...}`, which these names hold")
            }
            let interval = Aggregation.duration(aggregation.interval)
            lines += CommentLines.of(aggregation.comment)
            lines.append("- match: " + YAMLText.scalar(aggregation.selector))
            lines.append("  interval: \(interval)")
            lines.append("  without: [" + aggregation.without.map(YAMLText.scalar).joined(separator: ", ") + "]")
            switch aggregation.kind {
            case .counter: lines.append("  outputs: [total]")
            case .gauge:
                // Else a gauge that is scraped twice in an interval counts twice.
                lines += ["  dedup_interval: \(interval)", "  outputs: [sum_samples]"]
            }
            lines.append("  keep_metric_names: true")
        }
        return lines.map { $0 + "\n" }.joined()
    }
}
