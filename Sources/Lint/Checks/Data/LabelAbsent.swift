import LabelSets
import PromQL
import Spelling

/// `up{cluster="x"}`, where no series of `up` has a cluster.
enum LabelAbsent: Check {
    static let info = CheckInfo(
        "series/label-absent", .warning, needsData: true,
        summary: "A matcher needs a label that no series of the metric has.",
        rationale: """
            Such a selector gives nothing, whatever the samples. Labels that an alerting Prometheus adds when it sends \
            (`external_labels`) are not on its own series: rules cannot select by them.
            """,
        faulty: [
            Example(
                alert: #"up{↓instnce="a:9100"} == 0"#,
                series: #"up{job="node", instance="a:9100"}"#),
            Example(
                alert: #"up{job="node", ↓cluster=~".+"} == 0"#,
                series: #"up{job="node", instance="a:9100"}"#),
        ],
        clean: [
            Example(alert: #"up{instance="a:9100"} == 0"#, series: #"up{job="node", instance="a:9100"}"#),
            Example(
                alert: #"up{job="kubelet", metrics_path="/metrics"} == 0"#,
                note: "Series of that job, which are not there, may have the label.",
                series: #"up{job="node", instance="a:9100"}"#),
            Example(
                alert: #"up{cluster=""} == 0"#, note: "Series without the label are what is asked for.",
                series: #"up{job="node"}"#),
        ])

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard grounding.provesAbsence(for: query) else { return }
        query.forEachMatcher(grounding) { found in
            guard found.labelled == 0, !found.matcher.matchesEmpty, !found.isOfAbsentSeries else { return }
            let labels = grounding.labels(of: found.selector)
            var evidence = found.evidence
            evidence.add("labels", .list(Array(labels.prefix(12))))
            let nearest = Spelling.nearest(to: found.matcher.name, among: labels)
            context.report(
                "no series of \(found.subject) has the label `\(found.matcher.name)`: the selector gives nothing",
                in: query, at: found.matcher.range,
                advice: nearest.map { "did you mean `\($0)`?" }
                    ?? (labels.isEmpty ? nil : "it has \(labels.prefix(8).joined(separator: ", "))"),
                evidence: evidence)
        }
    }
}

extension Grounding {
    /// The labels that series of a selector's metrics have, but the name.
    func labels(of selector: Selector) -> [String] {
        let names = selector.matchers.filter { $0.name == Matcher.nameLabel }.map(\.description)
        guard !names.isEmpty, let expression = try? Expression(parsing: "{\(names.joined(separator: ","))}") else {
            return []
        }
        return Evaluation(expression, over: index, .anyTime).result.labels(examples: 0).map(\.name)
            .filter { $0 != Matcher.nameLabel }
    }
}

extension EvaluationOptions {
    /// Whenever a series had samples.
    static var anyTime: EvaluationOptions {
        var options = EvaluationOptions()
        options.lookback = .max / 4
        return options
    }
}
