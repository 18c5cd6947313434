import Manifests
import PromQL
import Templates

/// `{{ query "sum(up" }}`.
enum TemplateQuery: Check {
    static let info = CheckInfo(
        "template/query-syntax", .error,
        summary: "A query that a template makes is not valid PromQL, or gives nothing that a template can read.",
        rationale: """
            Prometheus parses the template when it loads the file, and its queries only while the alert fires. One that fails \
            puts an error in the place of the whole label or annotation: whoever is paged reads \
            `<error expanding template: ...>`. A query has to give an instant vector or a scalar; a range such as `up[5m]` is \
            refused. What `printf` puts together is checked where its verbs stand for values of labels.
            """,
        faulty: [
            Example(
                rules: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      annotations:
                        summary: '{{ range query "sum by (job) (up↓" }}{{ .Value }}{{ end }}'
                    """),
            Example(
                rules: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      annotations:
                        summary: '{{ ↓printf "up{job=%q" $labels.job | query | first | value }}'
                    """),
            Example(
                rules: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      annotations:
                        summary: '{{ query "↓up[5m]" | first | value }}'
                    """),
        ],
        clean: [
            Example(
                rules: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      annotations:
                        summary: '{{ range query "sum by (job) (up)" }}{{ .Value }}{{ end }}'
                        description: '{{ printf "up{job=%q, zone=\\"%s\\"}" $labels.job $labels.zone | query | first | value }}'
                    """),
            Example(
                rules: """
                    - alert: NodeDown
                      expr: up{job="node"} == 0
                      annotations:
                        summary: '{{ printf "rate(%s[5m])" $labels.metric | query | first | value }}'
                    """, note: "What `%s` will be is not known."),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        guard rule.kind == .alerting else { return }
        for read in context.templates(of: rule) where !read.template.queries.isEmpty {
            guard !context.hasHole(in: read.entry.value) else { continue }
            for query in read.template.queries { judge(query, in: read.entry.value, &context) }
        }
    }

    private static func judge(_ query: TemplateReads.Query, in scalar: ManifestScalar, _ context: inout FileContext) {
        guard let text = query.expression ?? query.format.flatMap({ FormatMask($0)?.text }) else { return }
        func place(_ part: Range<Int>) -> Range<Int> {
            let start = query.range.lowerBound
            return query.isVerbatim ? start + part.lowerBound..<start + part.upperBound : query.range
        }
        do throws(PromQLError) {
            let expression = try Expression(parsing: text, as: context.settings.language)
            guard expression.type != .vector, expression.type != .scalar else { return }
            context.report(
                "this query gives a \(expression.type.documented), and a template reads an instant vector or a scalar alone",
                in: scalar, at: place(expression.range),
                advice: expression.type == .matrix ? "take a function of it, as `last_over_time(...)`" : nil)
        } catch {
            context.report(
                "this query fails while the alert fires: \(error.message)", in: scalar, at: place(error.range),
                advice: FeatureGate.accepts(text, .everything)
                    ? "another version accepts it: tell `--prometheus-version` and `--enable-feature` if yours is so"
                    : error.hint)
        }
    }
}
