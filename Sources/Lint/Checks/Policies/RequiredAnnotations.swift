import Manifests

/// An annotation that the settings ask of every alert.
enum RequiredAnnotations: Check {
    static let info = CheckInfo(
        "policy/required-annotations", .warning,
        summary: "An alert lacks an annotation that the settings require, or has another value than they allow.",
        rationale: """
            Who is woken by an alert wants to read what it means and what to do. Which annotations alerts have stands in \
            `.cardscan.yaml`, and without it this check finds nothing:

                lint:
                  required_annotations:
                    - summary
                    - name: runbook_url
                      matches: "https://.+"

            The keys are those of `policy/required-labels`.
            """,
        faulty: [
            Example(
                rules: """
                    - alert: ↓NodeDown
                      expr: up{job="node"} == 0
                      annotations:
                        description: A node is down
                    """, settings: "required_annotations: [summary]"),
            Example(
                rules: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      annotations:
                        runbook_url: ↓see the wiki
                    """, settings: "required_annotations: [{name: runbook_url, matches: 'https://.+'}]"),
        ],
        clean: [
            Example(
                rules: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      annotations:
                        summary: A node is down
                    - record: job:up:sum
                      expr: sum by (job) (up)
                    """, settings: "required_annotations: [summary]"),
            Example(
                rules: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                    """, settings: "required_annotations: [{name: summary, named: 'Kube*'}]"),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        guard rule.kind == .alerting, !context.settings.requiredAnnotations.isEmpty else { return }
        RequirementReport(what: "annotation", entries: rule.annotations, rule: rule)
            .visit(context.settings.requiredAnnotations, &context)
    }
}
