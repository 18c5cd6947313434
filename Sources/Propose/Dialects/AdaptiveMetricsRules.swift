/// Aggregations as rules of Grafana Cloud's Adaptive Metrics: a JSON array.
package struct AdaptiveMetricsRules: Sendable {
    package let aggregations: [Aggregation]

    package init(_ aggregations: [Aggregation]) { self.aggregations = aggregations }

    /// JSON knows no comments. The interval is the service's own: with another one a delay has to be given, too. A rule
    /// holds for a metric whatever its job is, so one with matchers is refused.
    package func text() throws(DialectRefusal) -> String {
        var rules: [String] = []
        for aggregation in aggregations {
            try aggregation.check()
            guard aggregation.matchers.isEmpty else {
                throw DialectRefusal(
                    "Adaptive Metrics aggregates a metric of all jobs: it cannot do so for "
                        + "`\(aggregation.selector)` alone")
            }
            let sum = aggregation.kind == .counter ? "sum:counter" : "sum"
            let fields = [
                "\"metric\": " + Self.quoted(aggregation.metric), "\"match_type\": \"exact\"",
                "\"drop_labels\": [" + aggregation.without.map(Self.quoted).joined(separator: ", ") + "]",
                "\"aggregations\": [\"\(sum)\"]",
            ]
            rules.append("  {\n" + fields.map { "    " + $0 }.joined(separator: ",\n") + "\n  }")
        }
        return rules.isEmpty ? "[]\n" : "[\n" + rules.joined(separator: ",\n") + "\n]\n"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5C:
                quoted += "\\"
                quoted.unicodeScalars.append(scalar)
            case ..<0x20:
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
