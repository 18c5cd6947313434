import Manifests
import PromQL

/// Two vectors whose series cannot find each other, since their labels differ.
enum JoinLabelMismatch: Check {
    static let info = CheckInfo(
        "join/label-mismatch", .warning,
        summary: "The two sides of an operator have different labels, so that their series do not match.",
        rationale: """
            Between two vectors an operator takes pairs of series that have the same labels, all of them unless `on` or \
            `ignoring` says which. `sum by (job) (x) / sum by (job, instance) (y)` has no pairs and no result: an alert on it \
            never fires. Aggregate both sides alike, or name the labels that both have in `on`, with `group_left` where one side \
            has many series for one of the other.
            """,
        faulty: [
            Example(
                record:
                    "sum by (job) (rate(http_errors_total[5m])) ↓/ sum by (job, instance) (rate(http_requests_total[5m]))"
            ),
            Example(alert: "probe_success == 0 ↓and absent(node_time_seconds)"),
            Example(alert: "node_load5 ↓> on (instance, cpu) count by (instance) (node_cpu_seconds_total)"),
            Example(
                record: """
                    kube_pod_container_resource_requests
                      * on (pod) group_left (↓owner_name) max by (pod) (kube_pod_owner)
                    """, note: "What `group_left` takes over is not there."),
        ],
        clean: [
            Example(
                record: "sum by (job) (rate(http_errors_total[5m])) / sum by (job) (rate(http_requests_total[5m]))"),
            Example(
                record:
                    "sum by (job, code) (http_requests_total) / ignoring (code) group_left sum by (job) (http_requests_total)"
            ),
            Example(alert: "node_load5 > on (instance) count by (instance) (node_cpu_seconds_total)"),
            Example(
                record: "kube_pod_info * on (pod) group_left (owner_name) max by (pod, owner_name) (kube_pod_owner)"),
            Example(alert: "cluster:alerts:count > vector(3)", note: "What is recorded may well have no labels."),
            Example(alert: "probe_success == 0 and on () absent(node_time_seconds)"),
            Example(alert: "sum(up) > scalar(count(kube_node_info))"),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        guard let expression = rule.parsed,
            rule.parts.operations.contains(where: { $0.operation.isJoin && !$0.operation.evidentlyMatches })
        else { return }
        for (operation, left, right) in context.labels(in: expression).joins {
            Self.checkMatching(operation, left.branches, right.branches, rule, &context)
            Self.checkIncludes(operation, left.branches, right.branches, rule, &context)
        }
    }

    private static func checkMatching(
        _ operation: BinaryOperation, _ left: [LabelBranch], _ right: [LabelBranch], _ rule: Rule,
        _ context: inout FileContext
    ) {
        guard operation.symbol != .or, operation.matching.fillLeft == nil, operation.matching.fillRight == nil else {
            return
        }
        // Looked for where it is asked for alone: a chain of operators would be walked once for each of them.
        func isScraped() -> Bool {
            let names = (operation.left.selectors + operation.right.selectors).map(\.selector.metricNames)
            return names.allSatisfy { $0.map { $0.allSatisfy { !$0.contains(":") } } ?? false }
        }
        var reason: String?
        for one in left {
            for other in right {
                guard let mismatch = LabelMismatch(operation.matching, one, other, isScraped: isScraped) else { return }
                reason = reason ?? mismatch.words
            }
        }
        guard let reason else { return }
        context.report(
            reason, in: rule.expr, at: operation.symbolRange,
            advice: "aggregate both sides alike, or name the labels that both have in `on`")
    }

    private static func checkIncludes(
        _ operation: BinaryOperation, _ left: [LabelBranch], _ right: [LabelBranch], _ rule: Rule,
        _ context: inout FileContext
    ) {
        let one = operation.matching.group == .right ? left : right
        for label in operation.matching.include
        where label.name != Matcher.nameLabel && one.allSatisfy({ !$0[label.name].canBePresent }) {
            let removal = one.first?[label.name].removals.last
            context.report(
                "the side with one series has no `\(label.name)` to take over"
                    + (removal.map { ": \($0.explanation(label.name))" } ?? ""), in: rule.expr, at: label.range,
                advice: "keep `\(label.name)` on that side")
        }
    }
}

/// Why no series of one side can have a partner on the other, or only such as lack a label.
private struct LabelMismatch {
    let words: String

    /// `nil` if they may well match.
    init?(_ matching: VectorMatching, _ left: LabelBranch, _ right: LabelBranch, isScraped: () -> Bool) {
        let named = Set(matching.labels.map(\.name))
        let compared: [String] =
            matching.isOn
            ? matching.labels.map(\.name)
            : Set(left.labels + right.labels).subtracting(named).subtracting([Matcher.nameLabel]).sorted()
        for label in compared {
            let (one, other) = (left[label], right[label])
            if let values = one.values, let others = other.values, !one.canBeAbsent, !other.canBeAbsent,
                Set(values).isDisjoint(with: others)
            {
                words =
                    "no series match: `\(label)` is \(Self.list(values)) on the left and \(Self.list(others)) on the right"
                return
            }
        }
        let isClosed = matching.isOn || !left.isOpen && !right.isOpen
        for label in compared {
            let (one, other) = (left[label], right[label])
            guard one.canBePresent != other.canBePresent else { continue }
            let state = one.canBePresent ? other : one
            let certain = one.canBePresent ? !one.canBeAbsent : !other.canBeAbsent
            guard certain || isClosed else { continue }
            let side = one.canBePresent ? "right" : "left"
            let cause = state.removals.last.map { ": \($0.explanation(label))" } ?? ""
            words =
                "the \(side) side cannot have `\(label)`\(cause); "
                + (certain ? "no series match" : "only series without `\(label)` match")
            return
        }
        // What is scraped has at least a job and an instance.
        if !matching.isOn, left.isOpen != right.isOpen, isScraped() {
            let closed = left.isOpen ? right : left
            guard closed.labels.allSatisfy({ $0 == Matcher.nameLabel }) else { return nil }
            words = "the \(left.isOpen ? "right" : "left") side has no labels; only a series without any label matches"
            return
        }
        return nil
    }

    private static func list(_ values: [String]) -> String { values.map { "`\($0)`" }.joined(separator: " or ") }
}
