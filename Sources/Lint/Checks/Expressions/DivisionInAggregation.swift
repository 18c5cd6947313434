import Manifests
import PromQL

/// A quotient that one idle series spoils for all.
enum DivisionInAggregation: Check {
    static let info = CheckInfo(
        "expr/division-in-aggregation", .warning, isDefault: false,
        summary:
            "Quotients are added up or averaged, and one whose denominator is 0 makes NaN or infinity of the whole.",
        rationale: """
            `0 / 0` is NaN, and a sum or an average with a NaN in it is NaN, which satisfies no comparison: one idle instance \
            silences the alert for all. Divide sums, `sum(errors) / sum(requests)`, or leave zeros out, `errors / (requests > 0)`.
            """,
        faulty: [
            Example(record: "avg by (job) (rate(http_errors_total[5m]) ↓/ rate(http_requests_total[5m]))")
        ],
        clean: [
            Example(record: "sum(rate(http_errors_total[5m])) / sum(rate(http_requests_total[5m]))"),
            Example(record: "avg(rate(http_errors_total[5m]) / (rate(http_requests_total[5m]) > 0))"),
            Example(record: "sum(node_memory_MemAvailable_bytes / 1024)"),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        for (_, aggregation) in rule.parts.aggregations {
            guard [.sum, .avg, .stddev, .stdvar].contains(aggregation.aggregator),
                case .binary(let operation) = aggregation.expression.unwrapped.kind, operation.symbol == .divide,
                operation.right.type == .vector, !operation.right.excludesZero
            else { continue }
            context.report(
                "one series with a denominator of 0 makes the whole `\(aggregation.aggregator.rawValue)` NaN or infinite",
                in: rule.expr, at: operation.symbolRange,
                advice: "divide sums, or leave zeros out with `> 0` on the right")
        }
    }
}

extension Expression {
    fileprivate var excludesZero: Bool {
        guard case .binary(let operation) = unwrapped.kind else { return false }
        return operation.symbol.isComparison && !operation.returnsBool
    }
}
