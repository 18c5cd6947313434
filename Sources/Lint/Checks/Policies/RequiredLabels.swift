import Manifests

/// A label that the settings ask of every rule.
enum RequiredLabels: Check {
    static let info = CheckInfo(
        "policy/required-labels", .warning,
        summary: "A rule lacks a label that the settings require, or has another value than they allow.",
        rationale: """
            Teams agree on labels that every alert has, so that Alertmanager finds who is to be told. The agreement stands in \
            `.cardscan.yaml`, and without one this check finds nothing:

                lint:
                  required_labels:
                    - name: severity
                      values: [critical, warning, info]
                    - name: team
                      matches: "[a-z-]+"
                      rules: alerting
                      named: "Kube*"

            `matches` is an RE2 expression for the whole value, `rules` is alerting or recording, `named` a pattern of rules' \
            names. Alerts are meant where `rules` is not given. Labels of a group count for its rules. A value with a template \
            in it is taken for right.
            """,
        faulty: [
            Example(
                rules: """
                    - alert: ↓NodeDown
                      expr: up{job="node"} == 0
                      labels:
                        team: infra
                    """, settings: "required_labels: [severity, team]"),
            Example(
                rules: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      labels:
                        severity: ↓page
                    """, settings: "required_labels: [{name: severity, values: [critical, warning, info]}]"),
        ],
        clean: [
            Example(
                rules: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      labels:
                        severity: critical
                    - record: job:up:sum
                      expr: sum by (job) (up)
                    """, settings: "required_labels: [{name: severity, values: [critical, warning, info]}]"),
            Example(
                rules: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      labels:
                        team: "{{ $labels.team }}"
                    """, settings: "required_labels: [{name: team, matches: '[a-z]+'}]"),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        guard !context.settings.requiredLabels.isEmpty else { return }
        let labels = rule.labels + (context.group?.labels ?? [])
        RequirementReport(what: "label", entries: labels, rule: rule)
            .visit(context.settings.requiredLabels, &context)
    }
}
