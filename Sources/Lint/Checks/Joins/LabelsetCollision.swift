import Manifests
import PromQL

/// A label that keeps results apart, and is overwritten.
struct LabelsetCollision: Check {
    static let info = CheckInfo(
        "rule/labelset-collision", .error,
        summary: "A label that keeps the results apart is overwritten with one text for all of them.",
        rationale: """
            After `sum by (cluster, job) (...)` there is one series for each cluster and job. A rule that sets `job` to a fixed \
            text makes them equal, and Prometheus fails the whole rule with `vector contains metrics with the same labelset` as \
            soon as there are two. `label_replace()` with a fixed text does the same. Give the label another name, or do not \
            aggregate by it.
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

    func visit(_ rule: Rule, _ context: inout FileContext) {
        guard let expression = rule.parsed, !rule.isMasked else { return }
        for entry in rule.labels where !entry.value.value.contains("{{") {
            // A label that is not named is not one that is aggregated by.
            guard rule.parts.names(entry.key.value),
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
