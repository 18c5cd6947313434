import Manifests
import PromQL

/// An alert that fires for every series there is.
enum AlertWithoutCondition: Check {
    static let info = CheckInfo(
        "alert/no-comparison", .warning,
        summary: "An alert has no condition: it fires for each series, whatever its value.",
        rationale: """
            An alert fires for each series that its expression results in. `x` without a comparison is there whenever the \
            exporter is, and so is `x > bool 5`, which is 0 or 1 instead of there or not. Compare with a threshold.

            An alert that is meant to fire always, as a test of the whole way to the pager, is written `vector(1)`.
            """,
        faulty: [
            Example(alert: "↓kube_pod_container_status_restarts_total"),
            Example(alert: "↓node_load5 > bool 10"),
            Example(alert: "up == 0 or ↓probe_success", note: "Either side of `or` is enough."),
        ],
        clean: [
            Example(alert: "kube_pod_container_status_restarts_total > 5"),
            Example(alert: "vector(1)"),
            Example(
                alert: #"pg_index_size_bytes{index=~".*_ccnew.*"}"#,
                note: "That there is such an index is the condition."),
            Example(alert: #"absent(up{job="kubelet"})"#),
            Example(alert: "kube_node_info unless on (node) kube_node_labels"),
            Example(alert: #"sum by (cluster) (ALERTS{alertstate="firing"})"#),
            Example(
                rules: """
                    - record: node:down
                      expr: up{job="node"} == 0
                    - alert: NodeDown
                      expr: node:down
                      for: 5m
                    """, note: "What is recorded has a condition."),
        ])

    static func visit(_ project: Project, _ context: inout ProjectContext) {
        let conditions = RecordedConditions(project)
        for placed in project.rules where placed.rule.kind == .alerting {
            guard let expression = placed.rule.parsed, !placed.rule.isMasked, !Self.isComparison(placed.rule),
                let place = Self.culprit(in: expression, conditions)
            else { continue }
            let isBool = if case .binary(let operation) = place.kind { operation.returnsBool } else { false }
            context.report(
                isBool
                    ? "`bool` makes the result 0 or 1 and drops nothing: the alert fires for each series either way"
                    : "nothing here depends on a value: the alert fires for each series there is",
                in: project.file(of: placed), at: placed.rule.expr.fileRange(of: place.range),
                rule: placed.rule.name.value,
                advice: isBool ? "remove `bool`" : "compare with a threshold, for instance `> 0`")
        }
    }

    /// Whether the expression compares what it reads, as that of most alerts, so that there is nothing to look for.
    private static func isComparison(_ rule: Rule) -> Bool {
        guard case .binary(let operation)? = rule.parsed?.unwrapped.kind else { return false }
        return operation.symbol.isComparison && !operation.returnsBool
            && (operation.left.type != .scalar || operation.right.type != .scalar)
    }

    /// What is there without a condition: all of it, or an operand of `or`.
    private static func culprit(in expression: Expression, _ conditions: RecordedConditions) -> Expression? {
        guard expression.firingCondition(recorded: conditions.condition(of:)) == .unconditional else { return nil }
        var place = expression.unwrapped
        search: while true {
            let (operations, first) = place.operatorChain
            for (operation, whole) in operations {
                guard operation.symbol == .or else {
                    place = whole
                    break search
                }
                if operation.right.firingCondition(recorded: conditions.condition(of:)) == .unconditional {
                    place = operation.right.unwrapped
                    continue search
                }
            }
            place = first.unwrapped
            if operations.isEmpty { break }
        }
        // Series picked by a pattern: that there is one can be what is wrong.
        if case .vector(let vector) = place.kind, vector.selector.matchers.contains(where: { $0.regex != nil }) {
            return nil
        }
        return place
    }
}

/// Whether what rules record is there under a condition only. It is found out of what alerts read.
private final class RecordedConditions {
    private let project: Project
    private var known: [String: FiringCondition] = [:]

    init(_ project: Project) { self.project = project }

    func condition(of name: String) -> FiringCondition {
        if let condition = known[name] { return condition }
        guard let rules = project.recordings[name] else { return Self.condition(ofUnknown: name) }
        let isConditional = rules.contains { index in
            project.rules[index].rule.parsed?.firingCondition(recorded: Self.condition(ofUnknown:)) != .unconditional
        }
        let condition: FiringCondition = isConditional ? .conditional : .unconditional
        known[name] = condition
        return condition
    }

    /// Of what is recorded by rules that are not among the files, or from what is recorded: no more than one step is
    /// looked at.
    private static func condition(ofUnknown name: String) -> FiringCondition {
        name.utf8.contains(UInt8(ascii: ":")) ? .conditional : .unconditional
    }
}
