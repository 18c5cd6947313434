import Manifests
import PromQL
import Templates

/// A template that prints a label which the query's result cannot have.
enum LabelNotInResult: Check {
    static let info = CheckInfo(
        "template/label-not-in-result", .error,
        summary: "A template prints a label that the result of the alert's query cannot have: the text stays empty.",
        rationale: """
            `$labels` holds the labels of the query's result, and those alone: not the labels of the rule, nor external labels, \
            which are in `$externalLabels`. What an aggregation does not keep is gone: `{{ $labels.pod }}` after \
            `sum by (namespace) (...)` is printed as nothing, and whoever is paged does not learn which pod it is.

            Add the label to `by`, take the aggregation away, or do not print it.
            """,
        faulty: [
            Example(
                rules: """
                    - alert: PodsRestart
                      expr: sum by (namespace) (increase(kube_pod_container_status_restarts_total[1h])) > 5
                      annotations:
                        summary: "{{ $labels.namespace }}/{{ ↓$labels.pod }} restarts"
                    """),
            Example(
                rules: """
                    - alert: TargetMissing
                      expr: absent(up{job="node"})
                      for: 10m
                      annotations:
                        summary: "{{ ↓$labels.instance }} of {{ $labels.job }} is missing"
                    """),
        ],
        clean: [
            Example(
                rules: """
                    - alert: PodsRestart
                      expr: sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total[1h])) > 5
                      annotations:
                        summary: "{{ $labels.namespace }}/{{ $labels.pod }} restarts"
                    """),
            Example(
                rules: """
                    - alert: TargetDown
                      expr: up == 0 or sum by (job) (probe_success) == 0
                      annotations:
                        summary: "{{ $labels.job }} {{ $labels.instance }}"
                    """, note: "One side of `or` has an instance."),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        guard rule.kind == .alerting, let expression = rule.parsed, !context.hasHole(in: rule.expr) else { return }
        let templates = context.templates(of: rule)
        let isOpen = templates.contains { $0.template.labels.contains { !expression.evidentlyKeeps($0.name) } }
        guard isOpen else { return }
        let labels = context.labels(in: expression).result.merged
        for template in templates {
            let scalar = template.entry.value
            for read in template.template.labels {
                let state = labels[read.name]
                guard !state.canBePresent, let removal = state.removals.last else { continue }
                context.report(
                    "`\(read.name)` is always empty here: \(removal.explanation(read.name))", in: scalar,
                    at: read.expression, advice: Self.advice(read.name, removal, rule),
                    related: [
                        RelatedPlace(
                            file: context.file.path, range: rule.expr.fileRange(of: removal.range),
                            message: "`\(read.name)` is lost here")
                    ])
            }
        }
    }

    private static func advice(_ label: String, _ removal: LabelRemoval, _ rule: Rule) -> String {
        if rule.labels.contains(where: { $0.key.value == label }) {
            return "`$labels` holds the labels of the query's result, not those of the rule"
        }
        switch removal.cause {
        case .aggregation: return "keep it in the aggregation, or do not print it"
        case .matching: return "add it to `on`, or take it over with `group_left (\(label))`"
        default: return "do not print it"
        }
    }
}

extension LabelRemoval {
    /// Why a label is not there, for the middle of a sentence.
    func explanation(_ label: String) -> String {
        switch cause {
        case .aggregation: "`\(words)` does not keep it"
        case .matching: "`\(words)` does not keep it"
        case .include: "the side that `\(words)` takes it from does not have it"
        case .name: "`\(words)` takes the name away"
        case .function: "`\(words)` does not keep it"
        case .matcher: "`\(words)` asks for series without it"
        case .number: "\(words) has no labels"
        }
    }
}
