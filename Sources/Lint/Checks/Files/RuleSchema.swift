import Manifests

/// What Prometheus does not accept in a rule file, expressions and templates apart.
enum RuleSchema: Check {
    static let info = CheckInfo(
        "rule/schema", .error,
        summary: "A group or a rule has a field, a type or a value that Prometheus refuses.",
        rationale: """
            Prometheus reads rule files strictly: one unknown field, one `for` in a recording rule, one invalid label name, \
            and the whole file is refused, with all rules in it. The message is the one of Prometheus' own log.

            Thanos, Mimir and vmalert know more fields: `--dialect` says whose rules these are.
            """,
        fix: .safe,
        faulty: [
            Example(
                rules: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      ↓anotations:
                        summary: A node is down
                    """,
                fixed: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      annotations:
                        summary: A node is down
                    """),
            Example(
                rules: """
                    - record: instance:node_cpu:rate5m
                      expr: sum by (instance) (rate(node_cpu_seconds_total{mode!="idle"}[5m]))
                      ↓for: 5m
                    """),
        ],
        clean: [
            Example(
                rules: """
                    - record: instance:node_cpu:rate5m
                      expr: sum by (instance) (rate(node_cpu_seconds_total{mode!="idle"}[5m]))
                    """)
        ])

    static func visit(_ file: ManifestFile, _ context: inout FileContext) { context.reportFaults(of: .schema) }
}
