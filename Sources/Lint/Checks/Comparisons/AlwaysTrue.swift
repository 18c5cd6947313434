import Manifests
import PromQL

/// A comparison that every value satisfies.
enum AlwaysTrue: Check {
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

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        for (expression, operation) in rule.parts.operations where operation.symbol.isComparison {
            guard let proof = ComparisonProof(operation), proof.holds, !proof.operand.asksForExistence,
                !proof.operand.selectors.isEmpty
            else { continue }
            context.report("every value satisfies this: \(proof.words)", in: rule.expr, at: expression.range)
        }
    }
}

extension Expression {
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
