import LabelSets
import PromQL

/// `sum without (nowhere) (x)`.
enum UselessAggregation: Check {
    static let info = CheckInfo(
        "rule/useless-aggregation", .info, isDefault: false, needsData: true,
        summary: "An aggregation keeps every label that differs, so that its result has as many series as its input.",
        rationale: """
            Each group has one series: nothing is summed. Either a label that was to be dropped is still there, or the \
            aggregation can go. Some aggregate to be safe from duplicates that may come, which is why this is opt-in.
            """,
        faulty: [
            Example(
                record: "↓sum by (instance) (up)",
                series: """
                    up{job="node", instance="a"}
                    up{job="node", instance="b"}
                    """)
        ],
        clean: [
            Example(
                record: "sum by (job) (up)",
                series: """
                    up{job="node", instance="a"}
                    up{job="node", instance="b"}
                    """),
            Example(record: "sum by (job) (up)", note: "One series alone.", series: #"up{job="node"}"#),
        ])

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard let evaluation = query.evaluation, !grounding.data.isFiltered else { return }
        query.expression.visit { part in
            guard case .aggregation(let aggregation) = part.kind, !aggregation.aggregator.selectsSeries,
                aggregation.aggregator != .countValues, let result = evaluation.result(at: part),
                let input = evaluation.result(at: aggregation.expression), result.count.isExact, input.count.isExact,
                result.count.limit >= 2, result.count == input.count
            else { return }
            context.report(
                "`\(aggregation.aggregator.rawValue)` has \(input.count.limit) series and makes as many of them",
                in: query,
                at: part.range, evidence: result.evidence)
        }
    }
}
