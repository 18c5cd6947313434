import LabelSets
import PromQL

/// `job=~"api.*"` on a metric of one job.
enum PassesEverything: Check {
    static let info = CheckInfo(
        "matcher/passes-everything", .info, isDefault: false, needsData: true,
        summary: "A regular or negative matcher accepts every series that the metric has in the data.",
        rationale: """
            The matcher costs and does nothing today. It may be there for what comes tomorrow, which is why this is opt-in.
            """,
        faulty: [
            Example(alert: #"up{↓job=~"no.*"} == 0"#, series: #"up{job="node"}"#),
            Example(alert: #"up{↓job!="api"} == 0"#, series: #"up{job="node"}"#),
        ],
        clean: [
            Example(alert: #"up{job="node"} == 0"#, series: #"up{job="node"}"#),
            Example(
                alert: #"up{job=~"no.*"} == 0"#,
                series: """
                    up{job="node"}
                    up{job="api"}
                    """),
        ])

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard !grounding.data.isFiltered else { return }
        query.forEachMatcher(grounding) { found in
            guard found.accepted == found.series, found.labelled > 0, found.matcher.type != .equal else { return }
            var evidence = found.evidence
            evidence.add("values", .number(found.values))
            context.report(
                "`\(found.matcher)` accepts all \(found.series) series of \(found.subject)", in: query,
                at: found.matcher.range, evidence: evidence)
        }
    }
}
