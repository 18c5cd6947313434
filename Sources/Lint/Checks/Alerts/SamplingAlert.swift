import Manifests
import PromQL

/// An alert on the top few of many series.
enum SamplingAlert: Check {
    static let info = CheckInfo(
        "alert/sampling-aggregation", .warning,
        summary: "An alert fires for the top few of many series, which are others at each evaluation.",
        rationale: """
            `topk`, `bottomk`, `limitk` and `limit_ratio` pick series. As soon as another series takes a place among them, the \
            alert of the one before is resolved and its `for` starts anew for the other: notifications flap, and an alert \
            with a long `for` may never fire. Compare all series with the threshold, and let Alertmanager group what fires.
            """,
        faulty: [
            Example(alert: "↓topk(5, rate(container_cpu_usage_seconds_total[5m])) > 0.9"),
            Example(alert: "↓bottomk(3, node_filesystem_avail_bytes < 1e9)"),
        ],
        clean: [
            Example(alert: "rate(container_cpu_usage_seconds_total[5m]) > 0.9"),
            Example(alert: "sum(topk(5, node_load1)) > 100"),
            Example(
                alert: "topk by (node) (1, kube_node_status_capacity) < 4", note: "One of several that report the same."
            ),
            Example(
                alert: "kube_pod_status_ready == 0 and on (pod) topk by (pod) (1, kube_pod_info)",
                note: "It picks what is joined, not what fires."),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        guard rule.kind == .alerting, let expression = rule.parsed,
            let (aggregation, range) = Self.sampling(in: expression)
        else { return }
        context.report(
            "the series that `\(aggregation.aggregator.rawValue)` picks change: alerts are resolved and start anew",
            in: rule.expr, at: range, advice: "compare all series with the threshold")
    }

    /// The aggregation that decides which series the alert fires for.
    private static func sampling(in expression: Expression) -> (Aggregation, Range<Int>)? {
        var place = expression
        while true {
            switch place.kind {
            case .parentheses(let inner): place = inner
            case .unary(let operation): place = operation.operand
            case .binary(let operation) where operation.left.type == .scalar || operation.symbol == .or:
                if operation.symbol == .or, let found = sampling(in: operation.right) { return found }
                place = operation.symbol == .or ? operation.left : operation.right
            case .binary(let operation): place = operation.left
            case .call(let call):
                guard call.function.result == .vector,
                    let argument = call.arguments.first(where: { $0.type == .vector })
                else { return nil }
                place = argument
            case .aggregation(let aggregation):
                guard aggregation.aggregator.selectsSeries, !aggregation.isDeduplication else { return nil }
                return (aggregation, place.range)
            default: return nil
            }
        }
    }
}

extension Aggregation {
    /// `topk by (node) (1, x)`: one of the copies that several exporters report.
    fileprivate var isDeduplication: Bool {
        guard case .number(let literal)? = parameter?.unwrapped.kind else { return false }
        return literal.value == 1 && grouping.range != nil
    }
}
