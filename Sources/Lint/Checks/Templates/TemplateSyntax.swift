import Manifests
import Templates

/// A template that Prometheus refuses.
struct TemplateSyntax: Check {
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

    func visit(_ rule: Rule, _ context: inout FileContext) {
        guard rule.kind == .alerting else { return }
        for entry in rule.templates where !context.hasHole(in: entry.value) {
            do throws(TemplateError) {
                _ = try context.template(entry.value.value).parsed.get()
            } catch {
                let fix = error.replacement.map { replacement in
                    Fix(
                        .safe, "Write \(replacement)",
                        [Fix.Edit(entry.value.fileRange(of: error.range), replacement)])
                }
                context.report(error.message, in: entry.value, at: error.range, advice: error.hint, fix: fix)
            }
        }
    }
}

extension Rule {
    /// Labels and annotations that are more than plain text.
    var templates: [ManifestEntry] {
        (labels + annotations).filter { $0.value.value.utf8.contains(UInt8(ascii: "{")) }
    }
}
