import LabelSets
import Manifests
import PromQL

/// A label that keeps results apart, and is overwritten.
enum LabelsetCollision: Check {
    static let info = CheckInfo(
        "rule/labelset-collision", .error,
        summary: "A label that keeps the results apart is overwritten with one text for all of them.",
        rationale: """
            After `sum by (cluster, job) (...)` there is one series for each cluster and job. A rule that sets `job` to a fixed \
            text makes them equal, and Prometheus fails the whole rule with `vector contains metrics with the same labelset` as \
            soon as there are two. `label_replace()` with a fixed text does the same. Give the label another name, or do not \
            aggregate by it.

            With `--data` this is also proved from the series: results that differ in a label alone that the rule sets, or \
            in their names alone, which rules and most functions drop.
            """,
        faulty: [
            Example(
                rules: """
                    - record: job:errors:rate5m
                      expr: sum by (cluster, job) (rate(http_errors_total[5m]))
                      labels:
                        ↓job: all
                    """),
            Example(record: #"label_replace(sum by (job) (up), ↓"job", "all", "", "")"#),
            Example(
                record: #"↓rate({__name__=~"a_total|b_total"}[5m])"#,
                series: """
                    a_total{job="api"}
                    b_total{job="api"}
                    """),
            Example(
                rules: """
                    - record: instances:up
                      expr: ↓up
                      labels:
                        instance: all
                    """,
                series: """
                    up{job="node", instance="a"}
                    up{job="node", instance="b"}
                    """),
        ],
        clean: [
            Example(
                rules: """
                    - record: job:errors:rate5m
                      expr: sum by (cluster) (rate(http_errors_total[5m]))
                      labels:
                        job: all
                    """),
            Example(
                rules: """
                    - record: job:errors:rate5m
                      expr: sum by (job) (rate(http_errors_total{job="api"}[5m]))
                      labels:
                        job: gateway
                    """, note: "There is one job only."),
            Example(
                rules: """
                    - alert: JobDown
                      expr: sum by (job) (up) == 0
                      labels:
                        job: "{{ $labels.job | toUpper }}"
                    """),
            Example(record: #"label_replace(sum by (job) (up), "kind", "all", "", "")"#),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        guard let expression = rule.parsed, !rule.isMasked else { return }
        for entry in rule.labels {
            // A label that is not named is not one that is aggregated by.
            guard rule.parts.names(entry.key.value), !entry.value.value.contains("{{"),
                Self.keepsApart(entry.key.value, context.labels(in: expression).result.branches)
            else { continue }
            context.report(
                "each value of `\(entry.key.value)` is a result of its own, and all become `\(entry.value.value)`",
                at: entry.key.fileRange,
                advice: "give the label another name, or do not aggregate by `\(entry.key.value)`")
        }
        for (_, call) in rule.parts.calls {
            guard let (label, text, place) = call.overwritten,
                Self.keepsApart(label, call.arguments[0].resultLabels.branches)
            else { continue }
            context.report(
                "each value of `\(label)` is a result of its own, and all become `\(text)`", in: rule.expr,
                at: place, advice: "give the label another name, or do not aggregate by `\(label)`")
        }
    }

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard let evaluation = query.evaluation else { return }
        var isReported = false
        for problem in evaluation.problems where problem.isCertain && problem.kind == .sameLabels {
            isReported = true
            context.report(
                "series of the result have the same labels: the query fails", in: query, at: problem.range,
                advice: "keep a label that tells them apart", evidence: problem.evidence)
        }
        guard !isReported, case .rule(let rule, let group) = query.owner else { return }
        let set = group.labels + rule.labels
        let result = evaluation.result
        // What a template makes of a label is not known.
        guard !set.contains(where: { $0.value.value.contains("{{") }), result.labelsAreExact,
            !rule.labels.contains(where: { Self.isNamed($0.key.value, rule) })
        else { return }
        let lost = set.map(\.key.value) + [Matcher.nameLabel]
        let kept = result.labels(examples: 0).map(\.name).filter { !lost.contains($0) }
        guard let groups = result.groups(by: kept), groups.limit < result.count.limit else { return }
        var evidence = result.evidence
        evidence.add("results", .number(groups.limit))
        context.report(
            "\(result.count.limit) results become \(groups.limit) label sets by the labels that the rule sets: it fails",
            in: query, at: query.expression.range,
            advice: "give the labels that the rule sets other names, or aggregate by those that stay",
            evidence: evidence)
    }

    /// Whether the text alone proves it, so that it is reported there.
    private static func isNamed(_ label: String, _ rule: Rule) -> Bool {
        guard rule.parts.names(label), let expression = rule.parsed else { return false }
        return keepsApart(label, expression.resultLabels.branches)
    }

    /// Whether the result was aggregated by a label that can have several values. What was not aggregated may differ in
    /// other labels as well.
    private static func keepsApart(_ label: String, _ branches: [LabelBranch]) -> Bool {
        branches.allSatisfy { branch in
            let state = branch[label]
            return !branch.isOpen && state.canBePresent && state.values.map { $0.count > 1 } ?? true
        }
    }
}

extension Call {
    /// The label that `label_replace()` sets to one text, whatever the source; the text; and where the label is named.
    fileprivate var overwritten: (String, String, Range<Int>)? {
        guard function.name == "label_replace", arguments.count == 5 else { return nil }
        let texts = arguments.dropFirst().map { argument -> String? in
            if case .string(let literal) = argument.unwrapped.kind { literal.value } else { nil }
        }
        guard let label = texts[0], let text = texts[1], let pattern = texts[3], !text.contains("$"),
            ["", ".*", "(.*)"].contains(pattern), pattern != "" || texts[2] == ""
        else { return nil }
        return (label, text, arguments[1].range)
    }
}
