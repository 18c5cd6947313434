import LabelSets
import PromQL
import Spelling

/// `node_cpu`, which is called `node_cpu_seconds_total` by now.
enum MetricAbsent: Check {
    static let info = CheckInfo(
        "series/metric-absent", .warning, needsData: true,
        summary: "No series of the metric is in the data, and no rule records it.",
        rationale: """
            A selector of a metric that does not exist gives nothing: an alert that reads it never fires, a panel stays empty. \
            Exporters rename metrics, and names are misspelt.

            With a name in the data that is spelt nearly alike this is a warning, else an information: the exporter may run \
            elsewhere, or export the metric only when there is something to say. Where it is expected, \
            `# cardscan expect-absent METRIC` says so, or `expect_absent` of the settings. Metrics within `absent()` are \
            not looked for.
            """,
        faulty: [
            Example(
                alert: "rate(↓http_request_total[5m]) > 5",
                series: #"http_requests_total{job="api"}"#),
            Example(
                alert: "up == 1 and on (job) ↓backup_age_seconds > 86400", note: "An information: no name is near.",
                series: #"up{job="api"}"#),
        ],
        clean: [
            Example(
                alert: "rate(http_requests_total[5m]) > 5",
                series: #"http_requests_total{job="api"}"#),
            Example(alert: "absent(http_request_total)", series: #"http_requests_total{job="api"}"#),
            Example(
                rules: """
                    - record: job:errors:rate5m
                      expr: sum by (job) (rate(errors_total[5m]))
                    - alert: Errors
                      expr: job:errors:rate5m > 1
                    """, note: "A rule records it.", series: #"errors_total{job="api"}"#),
            Example(
                alert: "backup_age_seconds offset 1d > 86400",
                note: "The data are of an hour, which does not tell what was yesterday.", series: "up"),
            Example(
                rules: """
                    - alert: BackupIsLate
                      expr: backup_age_seconds > 86400
                    """, settings: "expect_absent: [\"backup_*\"]", series: "up"),
        ])

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard grounding.provesAbsence(for: query) else { return }
        var reported: Set<[String]> = []
        for vector in query.selectors where query.isWritten(vector.selector.range) {
            let selector = vector.selector
            guard let names = selector.metricNames, !names.isEmpty, !reported.contains(names),
                names.allSatisfy({ isAbsent($0, grounding, context.settings) })
            else { continue }
            reported.insert(names)
            report(names, selector, query, grounding, &context)
        }
    }

    private static func isAbsent(_ name: String, _ grounding: Grounding, _ settings: LintSettings) -> Bool {
        // Prometheus writes these itself while alerts are pending or fire.
        !name.isEmpty && !["ALERTS", "ALERTS_FOR_STATE"].contains(name) && !grounding.index.hasMetric(name)
            && !grounding.recorded.contains(name)
            && HistogramForm.found(insteadOf: name, grounding) == nil
            && !settings.data.expectedAbsent.contains { $0.matches(name) }
    }

    private static func report(
        _ names: [String], _ selector: Selector, _ query: DataQuery, _ grounding: Grounding,
        _ context: inout FileContext
    ) {
        let nearest = names.lazy.compactMap { Spelling.nearest(to: $0, among: grounding.spellings) }.first
        let longer = names.lazy.compactMap { grounding.longerName(than: $0) }.first
        let shown =
            names.count == 1 ? "`\(names[0])`" : "any of " + names.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
        var evidence: Evidence = ["metric": .text(names[0]), "series": 0]
        if let meant = nearest ?? longer { evidence.add("nearest", .text(meant)) }
        context.report(
            "no series of \(shown) \(grounding.where)", in: query, at: selector.range,
            advice: (nearest ?? longer).map { "did you mean `\($0)`?" }
                ?? "if that is as it should be, say `# cardscan expect-absent \(names[0])`",
            severity: nearest ?? longer == nil ? .info : nil, evidence: evidence)
    }
}

extension Grounding {
    /// A name in the data that goes on where this one ends: `node_cpu_seconds_total` for `node_cpu`.
    func longerName(than name: String) -> String? {
        let found = spellings.filter { $0.hasPrefix(name + "_") }
        return found.count == 1 ? found[0] : found.first { $0 == name + "_total" || $0 == name + "_seconds_total" }
    }

    /// For messages: where was looked.
    var `where`: String { "in \(data.sources.count == 1 ? "the data" : "any of the \(data.sources.count) sources")" }
}
