import LabelSets
import PromQL

/// `histogram_quantile(0.99, …) > 20`, where the highest bucket is 10.
enum ThresholdAboveTopBucket: Check {
    static let info = CheckInfo(
        "histogram/threshold-above-top-bucket", .error, needsData: true,
        summary:
            "A quantile is compared with a value that the highest finite bucket does not reach, so it never holds.",
        rationale: """
            `histogram_quantile()` of a classic histogram gives at most the bound of the highest finite bucket, however long \
            requests took. An alert above it never fires. Lower the threshold, or give the histogram more buckets.
            """,
        faulty: [
            Example(
                alert: "↓histogram_quantile(0.99, sum by (le) (rate(latency_seconds_bucket[5m]))) > 20",
                series: """
                    latency_seconds_bucket{le="1"}
                    latency_seconds_bucket{le="10"}
                    latency_seconds_bucket{le="+Inf"}
                    """)
        ],
        clean: [
            Example(
                alert: "histogram_quantile(0.99, sum by (le) (rate(latency_seconds_bucket[5m]))) > 5",
                series: """
                    latency_seconds_bucket{le="1"}
                    latency_seconds_bucket{le="10"}
                    latency_seconds_bucket{le="+Inf"}
                    """),
            Example(
                alert: "histogram_quantile(0.99, sum by (le) (rate(latency_seconds_bucket[5m]))) >= 10",
                series: """
                    latency_seconds_bucket{le="10"}
                    latency_seconds_bucket{le="+Inf"}
                    """),
        ])

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard !grounding.data.isFiltered else { return }
        query.expression.visit { part in
            guard case .binary(let operation) = part.kind, !operation.returnsBool,
                operation.symbol == .greater || operation.symbol == .greaterOrEqual,
                let bound = operation.right.constant, case .call(let call) = operation.left.unwrapped.kind,
                call.function.name == "histogram_quantile", call.arguments.count == 2,
                let top = Self.top(of: call.arguments[1], query, grounding)
            else { return }
            guard operation.symbol == .greater ? bound >= top : bound > top else { return }
            context.report(
                "the highest finite bucket is \(Self.text(top)): no quantile is \(operation.symbol.rawValue) "
                    + "\(Self.text(bound))", in: query, at: part.range,
                advice: "lower the threshold, or give the histogram a higher bucket",
                evidence: ["top_bucket": .text(Self.text(top)), "threshold": .text(Self.text(bound))])
        }
    }

    /// The highest finite bound of the buckets; `nil` where there are none, or not all are known.
    private static func top(of buckets: Expression, _ query: DataQuery, _ grounding: Grounding) -> Double? {
        var top: Double?
        for vector in buckets.selectors {
            guard query.isWritten(vector.selector.range), !grounding.mayReadUnknown(vector.selector),
                let names = vector.selector.metricNames, names.allSatisfy({ $0.hasSuffix("_bucket") })
            else { return nil }
            for (value, _) in grounding.index.values(of: "le", on: vector.selector) {
                guard let bound = Double(value), bound.isFinite else { continue }
                top = max(top ?? bound, bound)
            }
        }
        // Arithmetic between the buckets and the quantile leaves `le` as it is; `label_replace()` need not.
        var isPlain = true
        buckets.visit { part in
            if case .call(let call) = part.kind, call.arguments.contains(where: { $0.type == .string }) {
                isPlain = false
            }
        }
        return isPlain ? top : nil
    }

    private static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }
}
