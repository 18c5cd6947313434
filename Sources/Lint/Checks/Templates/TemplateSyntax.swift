import Manifests
import Templates

/// A template that Prometheus refuses.
enum TemplateSyntax: Check {
    static let info = CheckInfo(
        "template/syntax", .error,
        summary: "A label or an annotation is no valid Go template, or uses a function or variable that there is not.",
        rationale: """
            Prometheus parses the templates of an alerting rule when it loads the file, and refuses the file if one of them has \
            an unknown function, an undefined variable or a block without end. A field that is misspelt behind `$labels` is no \
            error: it is empty.
            """,
        fix: .safe,
        faulty: [
            Example(
                rules: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      annotations:
                        summary: "{{ ↓$label.instance }} is down"
                    """,
                fixed: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      annotations:
                        summary: "{{ $labels.instance }} is down"
                    """),
            Example(
                rules: """
                    - alert: HighLoad
                      expr: node_load1 > 20
                      annotations:
                        summary: "load is {{ $value | ↓humanise }}"
                    """,
                fixed: """
                    - alert: HighLoad
                      expr: node_load1 > 20
                      annotations:
                        summary: "load is {{ $value | humanize }}"
                    """),
        ],
        clean: [
            Example(
                rules: """
                    - alert: HighLoad
                      expr: node_load1 > 20
                      annotations:
                        summary: "{{ $labels.instance }} has a load of {{ $value | humanize }}"
                    """)
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        guard rule.kind == .alerting else { return }
        for read in context.templates(of: rule) {
            guard let error = read.template.fault, !context.hasHole(in: read.entry.value) else {
                continue
            }
            let scalar = read.entry.value
            let fix = error.replacement.map { replacement in
                Fix(.safe, "Write \(replacement)", [Fix.Edit(scalar.fileRange(of: error.range), replacement)])
            }
            context.report(error.message, in: scalar, at: error.range, advice: error.hint, fix: fix)
        }
    }
}
