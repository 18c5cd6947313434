import LabelSets
import PromQL

/// `a * on (instance) b`, where `b` has two series for an instance.
enum ManyToMany: Check {
    static let info = CheckInfo(
        "join/many-to-many", .error, needsData: true,
        summary: "A binary operation meets several series with the same labels to match on where it may meet one.",
        rationale: """
            Prometheus answers with an error: the rule is not evaluated at all. The data proves it, and the finding shows \
            keys that several series share. Match on more labels, aggregate the side that has too many, or say \
            `group_left`/`group_right` where one side has many on purpose.
            """,
        faulty: [
            Example(
                record: "↓up * on (instance) build_info",
                series: """
                    up{job="node", instance="a"}
                    build_info{instance="a", version="1"}
                    build_info{instance="a", version="2"}
                    """),
            Example(
                record: "↓up * on (instance) build_info",
                series: """
                    up{job="node", instance="a"}
                    up{job="api", instance="a"}
                    build_info{instance="a", version="1"}
                    """),
        ],
        clean: [
            Example(
                record: "up * on (instance) group_left build_info",
                series: """
                    up{job="node", instance="a"}
                    up{job="api", instance="a"}
                    build_info{instance="a", version="1"}
                    """)
        ])

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        var places: Set<Range<Int>> = []
        for problem in query.evaluation?.problems ?? [] where problem.isCertain && !places.contains(problem.range) {
            // Both sides can be at fault; one thing at a time.
            if problem.isFailure { places.insert(problem.range) }
            switch problem.kind {
            case .severalOnOneSide(let side):
                context.report(
                    "the \(side.rawValue) side has up to \(problem.largest) series for one key: the query fails",
                    in: query,
                    at: problem.range, advice: "match on more labels, or aggregate the \(side.rawValue) side",
                    evidence: problem.evidence)
            case .severalMatchOne(let side):
                context.report(
                    "up to \(problem.largest) series of the \(side.rawValue) side match one partner: the query fails",
                    in: query, at: problem.range,
                    advice: "match on more labels, or say `group_\(side.rawValue)`", evidence: problem.evidence)
            case .sameLabels, .noPartner, .noBuckets: break
            }
        }
    }
}

extension EvaluationProblem {
    /// How many keys, and some of them with series that share them.
    var evidence: Evidence {
        var evidence: Evidence = [:]
        if keys > 0 { evidence.add("keys", .number(keys)) }
        if largest > 0 { evidence.add("largest", .number(largest)) }
        evidence.add("example_keys", .list(examples.map { SeriesText.text($0.key) }))
        evidence.add("examples", .list(examples.flatMap(\.series).prefix(3).map(SeriesText.text)))
        return evidence
    }
}
