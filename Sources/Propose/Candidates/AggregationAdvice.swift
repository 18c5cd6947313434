/// What to do where a rule would lose samples: add series up instead.
enum AggregationAdvice {
    static func alternatives(metric: String, without labels: [String], interval: Int64) -> [Alternative] {
        let isCounter = ["_total", "_bucket", "_sum", "_count"].contains { metric.hasSuffix($0) }
        let seconds = Int(clamping: (interval + 999) / 1000)
        let sums = [Aggregation(metric, isCounter ? .counter : .gauge, without: labels, interval: seconds)]
        let list = labels.joined(separator: ", ")
        var alternatives = [Alternative(.instrumentation, "leave \(list) out of \(metric) where it is instrumented")]
        // What a program cannot be told is not offered for it.
        if let text = try? RecordingRules(sums).text() { alternatives.append(Alternative(.recordingRule, text)) }
        if let text = try? StreamAggregation(sums).text() { alternatives.append(Alternative(.streamAggregation, text)) }
        if let text = try? AdaptiveMetricsRules(sums).text() {
            alternatives.append(Alternative(.adaptiveMetrics, text))
        }
        return alternatives
    }
}
