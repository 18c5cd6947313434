/// What to do where a rule would lose samples: add series up instead.
enum AggregationAdvice {
    static func alternatives(metric: String, without labels: [String]) -> [Alternative] {
        let list = labels.joined(separator: ", ")
        let isCounter = ["_total", "_bucket", "_sum", "_count"].contains { metric.hasSuffix($0) }
        let inner = isCounter ? "rate(\(metric)[5m])" : metric
        let name = "\(metric):without_\(labels.joined(separator: "_")):\(isCounter ? "rate5m" : "sum")"
        let rule = "- record: \(name)\n  expr: sum without (\(list)) (\(inner))"
        let names = labels.map(quoted).joined(separator: ", ")
        let output = isCounter ? "total" : "sum_samples"
        let stream =
            "- match: \(quoted(metric))\n  interval: 1m\n  without: [\(names)]\n  outputs: [\(output)]"
        let aggregation = isCounter ? "sum:counter" : "sum:gauge"
        let adaptive =
            "{\"metric\": \(quoted(metric)), \"drop_labels\": [\(names)], "
            + "\"aggregations\": [\"\(aggregation)\"]}"
        return [
            Alternative(.instrumentation, "leave \(list) out of \(metric) where it is instrumented"),
            Alternative(.recordingRule, rule), Alternative(.streamAggregation, stream),
            Alternative(.adaptiveMetrics, adaptive),
        ]
    }

    /// As YAML and JSON read it.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\0"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
