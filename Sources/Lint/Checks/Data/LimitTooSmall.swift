import LabelSets
import Manifests
import PromQL

/// `limit: 100` for a rule with 340 results.
enum LimitTooSmall: Check {
    static let info = CheckInfo(
        "group/limit-too-small", .error, needsData: true,
        summary: "A rule has more results than the limit of its group allows, so that Prometheus discards all of them.",
        rationale: """
            A rule whose result has more series than `limit` fails as a whole: nothing is recorded, no alert fires. Only \
            results that are counted exactly are reported.
            """,
        faulty: [
            Example(
                file: """
                    groups:
                      - name: example
                        limit: 1
                        rules:
                          - record: job:up:sum
                            expr: ↓sum by (job) (up)
                    """,
                series: """
                    up{job="node"}
                    up{job="api"}
                    """)
        ],
        clean: [
            Example(
                file: """
                    groups:
                      - name: example
                        limit: 2
                        rules:
                          - record: job:up:sum
                            expr: sum by (job) (up)
                    """,
                series: """
                    up{job="node"}
                    up{job="api"}
                    """)
        ])

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard case .rule(let rule, let group) = query.owner, let limit = group.limit?.value, limit > 0,
            let result = query.evaluation?.result, result.count.isExact, result.count.limit > limit
        else { return }
        var evidence = result.evidence
        evidence.add("limit", .number(limit))
        context.report(
            "\(rule.name.value) has \(result.count.limit) results, and the group's limit is \(limit): the rule fails",
            in: query, at: query.expression.range, advice: "raise `limit`, or aggregate by fewer labels",
            evidence: evidence)
    }
}
