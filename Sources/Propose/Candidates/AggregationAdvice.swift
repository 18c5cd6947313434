import Relabel

/// What to do where a rule would lose samples: add series up instead.
enum AggregationAdvice {
    static func alternatives(metric: String, without labels: [String]) -> [Alternative] {
        let list = labels.joined(separator: ", ")
        let isCounter = ["_total", "_bucket", "_sum", "_count"].contains { metric.hasSuffix($0) }
        let inner = isCounter ? "rate(\(metric)[5m])" : metric
        let name = "\(metric):without_\(labels.joined(separator: "_")):\(isCounter ? "rate5m" : "sum")"
        let rule = "- record: \(name)\n  expr: sum without (\(list)) (\(inner))"
        let quoted = labels.map { QuotedText.quoted(Array($0.utf8)) }.joined(separator: ", ")
        let output = isCounter ? "total" : "sum_samples"
        let stream =
            "- match: \(QuotedText.quoted(Array(metric.utf8)))\n  interval: 1m\n  without: [\(quoted)]\n  outputs: [\(output)]"
        let aggregation = isCounter ? "sum:counter" : "sum:gauge"
        let adaptive =
            "{\"metric\": \(QuotedText.quoted(Array(metric.utf8))), \"drop_labels\": [\(quoted)], "
            + "\"aggregations\": [\"\(aggregation)\"]}"
        return [
            Alternative(.instrumentation, "leave \(list) out of \(metric) where it is instrumented"),
            Alternative(.recordingRule, rule), Alternative(.streamAggregation, stream),
            Alternative(.adaptiveMetrics, adaptive),
        ]
    }
}
