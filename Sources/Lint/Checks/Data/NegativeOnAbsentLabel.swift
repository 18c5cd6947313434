import LabelSets
import PromQL
import Spelling

/// `foo{env!="prod"}`, where there is no `env`.
enum NegativeOnAbsentLabel: Check {
    static let info = CheckInfo(
        "matcher/negative-on-absent-label", .warning, needsData: true,
        summary: "A negative matcher names a label that no series of the metric has, and so leaves nothing out.",
        rationale: """
            A series without the label passes `!=` and `!~`. Where no series has the label, the matcher does nothing: what \
            was to be left out is not.
            """,
        faulty: [
            Example(alert: #"up{↓env!="prod"} == 0"#, series: #"up{job="node", environment="prod"}"#),
            Example(alert: #"up{↓env!~"dev|test"} == 0"#, series: #"up{job="node"}"#),
        ],
        clean: [
            Example(
                alert: #"up{env!="prod"} == 0"#, series: #"up{job="node", env="dev"}"#),
            Example(
                alert: #"up{env!="prod"} == 0"#,
                series: """
                    up{job="node"}
                    up{job="api", env="prod"}
                    """),
        ])

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard grounding.provesAbsence(for: query) else { return }
        query.forEachMatcher(grounding) { found in
            guard found.labelled == 0, found.matcher.type.isNegative, found.matcher.matchesEmpty,
                !found.isOfAbsentSeries
            else { return }
            let nearest = Spelling.nearest(to: found.matcher.name, among: grounding.labels(of: found.selector))
            context.report(
                "no series of \(found.subject) has the label `\(found.matcher.name)`: `\(found.matcher)` leaves nothing out",
                in: query, at: found.matcher.range,
                advice: nearest.map { "did you mean `\($0)`?" }
                    ?? "remove the matcher, or name the label that is there",
                evidence: found.evidence)
        }
    }
}
