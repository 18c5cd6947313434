import Manifests
import PromQL

/// `absent()` that fires too soon, or that hides what is absent.
enum AbsentAlert: Check {
    static let info = CheckInfo(
        "alert/absent", .warning,
        summary:
            "`absent()` fires at the first gap, for want of `for`, or loses the labels that would say what is absent.",
        rationale: """
            When a scrape fails, a target is replaced or Prometheus was down, there is a moment without samples, and \
            `absent(x)` has a result: give the alert a `for`, or use `absent_over_time(x[10m])`.

            The labels of the result come from the equality matchers of a plain selector. `absent(sum(x{job="api"}))` has \
            none, and `sum` does nothing for it: write `absent(x{job="api"})`.
            """,
        faulty: [
            Example(
                rules: """
                    - alert: KubeletDown
                      expr: ↓absent(up{job="kubelet"} == 1)
                    """),
            Example(alert: #"↓absent(sum(up{job="kubelet"}))"#),
        ],
        clean: [
            Example(alert: #"absent(up{job="kubelet"} == 1)"#),
            Example(
                rules: """
                    - alert: LeaderlessRaft
                      expr: up{job="raft"} == 1 and on () absent(raft_leader == 1)
                    """, note: "It is a part of a condition."),
            Example(
                rules: """
                    - alert: KubeletDown
                      expr: absent_over_time(up{job="kubelet"}[10m])
                    """),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        guard rule.kind == .alerting, !rule.isMasked, let expression = rule.parsed,
            rule.parts.calls.contains(where: { $0.call.function.name == "absent" })
        else { return }
        let isImmediate = rule.for?.milliseconds ?? 0 == 0
        let outermost = Self.operands(of: expression).map(\.range)
        for (part, call) in rule.parts.calls where call.function.name == "absent" {
            guard let argument = call.arguments.first else { continue }
            if let lost = Self.lostLabels(argument) {
                context.report(
                    "the result of absent() has no `\(lost)`: it takes labels from a plain selector only",
                    in: rule.expr,
                    at: part.range, advice: "take the aggregation away, which does nothing here")
            } else if isImmediate, outermost.contains(part.range) {
                context.report(
                    "absent() fires at the first evaluation that finds nothing, for the alert has no `for`",
                    in: rule.expr,
                    at: part.range, advice: "add a `for`, or use absent_over_time()")
            }
        }
    }

    /// What the alert fires for by itself: all of it, or the operands of `or`.
    private static func operands(of expression: Expression) -> [Expression] {
        let (operations, first) = expression.unwrapped.operatorChain
        guard operations.allSatisfy({ $0.0.symbol == .or }) else { return [] }
        return [first.unwrapped] + operations.map { $0.0.right.unwrapped }
    }

    /// The label that an aggregation hides from `absent()`.
    private static func lostLabels(_ argument: Expression) -> String? {
        guard case .aggregation(let aggregation) = argument.unwrapped.kind,
            case .vector(let vector) = aggregation.expression.unwrapped.kind
        else { return nil }
        let matchers = vector.selector.matchers.filter { $0.name != Matcher.nameLabel && $0.type == .equal }
        return matchers.first { !$0.bytes.isEmpty }?.name
    }
}
