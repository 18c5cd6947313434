import LabelSets
import PromQL

/// `a / on (pod) b`, where `b` has no pod.
enum NoMatch: Check {
    static let info = CheckInfo(
        "join/no-match", .warning, needsData: true,
        summary: "Both sides of a binary operation have series, and none of the one has a partner on the other.",
        rationale: """
            The result is always empty. Mostly a label has another name on the other side, or other values: look at the \
            labels of both. Reported only where the data proves it for the end of the data's time.
            """,
        faulty: [
            Example(
                record: "↓up * on (pod) group_left kube_pod_info",
                series: """
                    up{job="node", instance="a"}
                    kube_pod_info{pod="a"}
                    """)
        ],
        clean: [
            Example(
                record: "up * on (instance) group_left build_info",
                series: """
                    up{job="node", instance="a"}
                    build_info{instance="a"}
                    """)
        ])

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard grounding.provesAbsence(for: query), let evaluation = query.evaluation else { return }
        for problem in evaluation.problems where problem.isCertain && problem.kind == .noPartner {
            var evidence = problem.evidence
            var labels = ""
            query.expression.visit { part in
                guard part.range == problem.range, case .binary(let operation) = part.kind else { return }
                for (side, operand) in [("left", operation.left), ("right", operation.right)] {
                    guard let result = evaluation.result(at: operand) else { continue }
                    evidence.add("\(side)_series", .number(result.count.limit))
                    evidence.add("\(side)_examples", .list(result.examples(2).map(SeriesText.text)))
                }
                labels = operation.matching.labels.map(\.name).joined(separator: ", ")
                labels = labels.isEmpty ? "" : " \(operation.matching.isOn ? "on" : "ignoring") (\(labels))"
            }
            context.report(
                "no series of the left side has a partner\(labels) on the right: the result is always empty", in: query,
                at: problem.range, advice: "match on labels that both sides have, with equal values",
                evidence: evidence)
        }
    }
}
