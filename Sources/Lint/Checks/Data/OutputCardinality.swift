import LabelSets
import Manifests
import PromQL

/// A recording rule that writes as much as it reads.
struct OutputCardinality: Check {
    static let info = CheckInfo(
        "rule/output-cardinality", .warning, needsData: true,
        summary: "A recording rule writes more series than the budget allows, or no fewer than it reads.",
        rationale: """
            A recording rule is there to make few series of many. The series are counted from the data: exactly where \
            labels alone decide it, else as the most there can be, which the finding says. `max_output_series` of the \
            settings is the budget (10000). A rule that aggregates and yet writes a series for each that it reads, and \
            reads a hundred or more, is an information.
            """,
        faulty: [
            Example(
                rules: """
                    - record: instance:up:sum
                      expr: ↓sum by (instance) (up)
                    """, settings: "max_output_series: 1",
                series: """
                    up{job="node", instance="a"}
                    up{job="api", instance="a"}
                    up{job="node", instance="b"}
                    """)
        ],
        clean: [
            Example(
                rules: """
                    - record: job:up:sum
                      expr: sum by (job) (up)
                    """, settings: "max_output_series: 2",
                series: """
                    up{job="node", instance="a"}
                    up{job="api", instance="a"}
                    up{job="node", instance="b"}
                    """)
        ])

    /// What is copied without gain has to be worth a word.
    private static let smallest = 100

    func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard let rule = query.rule, rule.kind == .recording, let result = query.evaluation?.result else { return }
        let count = result.count.limit
        if count > context.settings.data.outputBudget {
            context.report(
                "\(rule.name.value) writes \(result.count.words) series; the budget is \(context.settings.data.outputBudget)",
                in: query, at: query.expression.range,
                advice: "aggregate by fewer labels, or raise `max_output_series`", evidence: result.evidence)
        } else if count >= Self.smallest, result.count.isExact, count >= result.touched,
            !rule.parts.aggregations.isEmpty
        {
            context.report(
                "\(rule.name.value) writes \(count) series, as many as it reads", in: query, at: query.expression.range,
                advice: "aggregate by fewer labels, or read what it reads", severity: .info, evidence: result.evidence)
        }
    }
}

extension SeriesCount {
    /// `12` or `at most 12`.
    var words: String { isExact ? "\(limit)" : "at most \(limit)" }
}

extension ExpressionResult {
    /// Its numbers, why they are bounds, and its first series.
    var evidence: Evidence {
        var evidence: Evidence = [
            count.isExact ? "series" : "series_at_most": .number(count.limit), "touched": .number(touched),
        ]
        evidence.add("because", .list(reasons.map(\.words)))
        evidence.add("examples", .list(examples(3).map(SeriesText.text)))
        return evidence
    }
}

/// A series as PromQL writes it.
enum SeriesText {
    /// Examples need not show more.
    private static let longest = 300

    static func text(_ labels: [(name: String, value: String)]) -> String {
        let name = labels.first { $0.name == Matcher.nameLabel }?.value ?? ""
        let rest = labels.filter { $0.name != Matcher.nameLabel }
            .map { "\($0.name)=\(quoted($0.value))" }
        let text = rest.isEmpty && !name.isEmpty ? name : "\(name){\(rest.joined(separator: ", "))}"
        return text.utf8.count <= longest ? text : String(text.prefix(longest)) + "…"
    }

    /// A value between quotes, which PromQL reads as it is.
    static func quoted(_ value: String) -> String {
        let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped.replacing("\n", with: "\\n"))\""
    }
}
