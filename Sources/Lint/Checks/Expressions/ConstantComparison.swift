import Manifests
import PromQL

/// A comparison that no value satisfies.
struct NeverTrue: Check {
    static let info = CheckInfo(
        "comparison/never-true", .error,
        summary: "A comparison can never hold, whatever the data.",
        rationale: """
            `count()` of nothing is nothing, not 0: `count(x) == 0` has no result when there is no x, and no result when there \
            is one. The same is true of `absent(x) == 0`. To be told that something is missing, use `absent(x)`, or \
            `count(x) or vector(0)` in parentheses: `or` binds loosest of all, so `sum(x) or vector(0) > 0` compares the zero.
            """,
        faulty: [
            Example(alert: #"↓count(up{job="etcd"} == 1) == 0"#),
            Example(alert: "sum(kube_job_status_failed) or ↓vector(0) > 0"),
            Example(alert: "↓hour() > 23"),
        ],
        clean: [
            Example(alert: #"count(up{job="etcd"} == 1) < 2"#),
            Example(alert: "(count(up == 1) or vector(0)) == 0"),
            Example(alert: "hour() > 22"),
            Example(alert: #"count(up{job="etcd"}) > bool 0 == 0"#),
        ])

    func visit(_ rule: Rule, _ context: inout FileContext) {
        rule.parsed?.visit { expression in
            guard case .binary(let operation) = expression.kind, let proof = ComparisonProof(operation), !proof.holds
            else { return }
            context.report(
                "no value satisfies this: \(proof.words)", in: rule.expr, at: expression.range,
                advice: proof.operand.isCount
                    ? "without series count() has no result at all: use `absent(...)`, or `(... or vector(0))`" : nil)
        }
    }
}

/// A comparison that every value satisfies.
struct AlwaysTrue: Check {
    static let info = CheckInfo(
        "comparison/always-true", .warning,
        summary: "A comparison always holds, so it is no condition.",
        rationale: """
            An alert fires for each series that the comparison leaves over. Where the left side can only have values that \
            satisfy it, that is every series there is.
            """,
        faulty: [
            Example(alert: "↓rate(node_network_receive_errs_total[5m]) >= 0")
        ],
        clean: [
            Example(alert: "rate(node_network_receive_errs_total[5m]) > 0"),
            Example(alert: #"count(kube_node_spec_unschedulable == 1) > 0"#, note: "It asks whether there are any."),
        ])

    func visit(_ rule: Rule, _ context: inout FileContext) {
        rule.parsed?.visit { expression in
            guard case .binary(let operation) = expression.kind, let proof = ComparisonProof(operation), proof.holds,
                !proof.operand.asksForExistence, !proof.operand.selectors.isEmpty
            else { return }
            context.report("every value satisfies this: \(proof.words)", in: rule.expr, at: expression.range)
        }
    }
}

/// That a comparison holds always, or never.
private struct ComparisonProof {
    let holds: Bool
    /// The side that is no constant, if there is one.
    let operand: Expression
    let words: String

    init?(_ operation: BinaryOperation) {
        guard operation.symbol.isComparison, !operation.returnsBool else { return nil }
        let (left, right) = (ValueBounds(of: operation.left), ValueBounds(of: operation.right))
        guard let verdict = left.verdict(operation.symbol, right) else { return nil }
        holds = verdict
        let isConstantRight = right.low == right.high
        operand = isConstantRight ? operation.left : operation.right
        words = "the \(isConstantRight ? "left" : "right") side is \((isConstantRight ? left : right).words)"
    }
}

extension Expression {
    fileprivate var isCount: Bool {
        if case .aggregation(let aggregation) = unwrapped.kind { aggregation.aggregator == .count } else { false }
    }

    /// Whether it has a result only where there are series, so that comparing it asks whether there are.
    fileprivate var asksForExistence: Bool {
        switch unwrapped.kind {
        case .aggregation(let aggregation):
            aggregation.aggregator == .count || aggregation.aggregator == .group
                || aggregation.expression.asksForExistence
        case .call(let call):
            ["absent", "absent_over_time", "present_over_time", "count_over_time"].contains(call.function.name)
        default: false
        }
    }
}
