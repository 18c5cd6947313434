import Manifests
import PromQL

/// A comparison that no value satisfies.
enum NeverTrue: Check {
    static let info = CheckInfo(
        "comparison/never-true", .error,
        summary: "A comparison, or two of them together, can never hold, whatever the data.",
        rationale: """
            `and` keeps a series only where both sides have it. Two comparisons of the same expression whose bounds leave no \
            value between them give nothing, ever, and the alert never fires. Mostly `or` was meant, or the bounds were \
            swapped.

            `count()` of nothing is nothing, not 0: `count(x) == 0` has no result when there is no x, and no result when there \
            is one. The same is true of `absent(x) == 0`. To be told that something is missing, use `absent(x)`, or \
            `count(x) or vector(0)` in parentheses: `or` binds loosest of all, so `sum(x) or vector(0) > 0` compares the zero.
            """,
        faulty: [
            Example(alert: #"↓count(up{job="etcd"} == 1) == 0"#),
            Example(alert: "sum(kube_job_status_failed) or ↓vector(0) > 0"),
            Example(alert: "↓hour() > 23"),
            Example(alert: "↓node_load1 > 50 and node_load1 < 30"),
            Example(alert: "↓node_load1 < 30 and node_load1 >= 30"),
            Example(alert: "↓node_load1 > 50 < 30", note: "Comparisons of comparisons filter, too."),
            Example(alert: #"↓up{job="a"} == 0 and up{job="a"} == 1"#),
        ],
        clean: [
            Example(alert: #"count(up{job="etcd"} == 1) < 2"#),
            Example(alert: "(count(up == 1) or vector(0)) == 0"),
            Example(alert: "hour() > 22"),
            Example(alert: #"count(up{job="etcd"}) > bool 0 == 0"#),
            Example(alert: "node_load1 > 30 and node_load1 < 50"),
            Example(alert: "node_load1 > 50 or node_load1 < 30"),
            Example(alert: "node_load1 > 50 and on () vector(1) < 30"),
            Example(alert: "node_load1 > 50 and node_load5 < 30"),
            Example(alert: "node_load1 > 50 and node_load1 offset 5m < 30"),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        for (expression, operation) in rule.parts.operations {
            if let proof = ComparisonProof(operation) {
                guard !proof.holds else { continue }
                context.report(
                    "no value satisfies this: \(proof.words)", in: rule.expr, at: expression.range,
                    advice: proof.operand.isCount
                        ? "without series count() has no result at all: use `absent(...)`, or `(... or vector(0))`"
                        : nil)
            } else if Self.mayContradict(expression, operation),
                let pair = ComparedBound.contradiction(in: Self.bounds(of: expression, operation))
            {
                context.report(
                    "`\(pair.0)` and `\(pair.1)` exclude each other: the result is always empty", in: rule.expr,
                    at: expression.range, advice: "join them by `or`, or correct one of the bounds")
            }
        }
    }

    /// Whether there is more than one bound, as far as that shows at once.
    private static func mayContradict(_ expression: Expression, _ operation: BinaryOperation) -> Bool {
        if operation.symbol == .and { return true }
        guard operation.symbol.isComparison, case .binary(let inner) = operation.left.unwrapped.kind else {
            return false
        }
        return inner.symbol == .and || inner.symbol.isComparison
    }

    /// What every series in the result has passed.
    private static func bounds(of expression: Expression, _ operation: BinaryOperation) -> [ComparedBound] {
        if operation.symbol == .and {
            guard operation.matching.labels.isEmpty, !operation.matching.isOn else { return [] }
            return ComparedBound.all(in: operation.left) + ComparedBound.all(in: operation.right)
        }
        return operation.symbol.isComparison ? ComparedBound.all(in: expression) : []
    }
}

extension Expression {
    fileprivate var isCount: Bool {
        if case .aggregation(let aggregation) = unwrapped.kind { aggregation.aggregator == .count } else { false }
    }
}
