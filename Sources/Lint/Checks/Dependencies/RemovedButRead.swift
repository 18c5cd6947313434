import Manifests
import PromQL

/// A rule that is gone since the last revision, and still read.
struct RemovedButRead: Check {
    static let info = CheckInfo(
        "dependency/removed-but-read", .error,
        summary: "A recording rule, an alert or a label of alerts was removed, and something still reads it.",
        rationale: """
            A change that removes or renames a rule leaves those that read it without a result, and nothing fails: alerts \
            just never fire again, panels stay empty, routes do not match.

            Unit tests of rules read them, too: promtool would fail them later.

            It compares with an earlier revision, so it works with `--changed-since` alone.
            """,
        faulty: [
            Example(
                rules: """
                    - alert: Errors
                      expr: ↓job:errors:rate5m > 1
                    """,
                previous: """
                    - record: job:errors:rate5m
                      expr: sum by (job) (rate(errors_total[5m]))
                    - alert: Errors
                      expr: job:errors:rate5m > 1
                    """),
            Example(
                rules: """
                    - alert: Silent
                      expr: ↓ALERTS{alertname="Errors"} == 1
                    """,
                previous: """
                    - alert: Errors
                      expr: rate(errors_total[5m]) > 1
                    - alert: Silent
                      expr: ALERTS{alertname="Errors"} == 1
                    """),
        ],
        clean: [
            Example(
                rules: """
                    - record: service:errors:rate5m
                      expr: sum by (service) (rate(errors_total[5m]))
                    - alert: Errors
                      expr: service:errors:rate5m > 1
                    """,
                previous: """
                    - record: job:errors:rate5m
                      expr: sum by (job) (rate(errors_total[5m]))
                    - alert: Errors
                      expr: job:errors:rate5m > 1
                    """)
        ])

    func visit(_ project: Project, _ context: inout ProjectContext) {
        guard let previous = context.previous else { return }
        let recordings = previous.recordings.keys.filter { project.recordings[$0] == nil }.sorted()
        let alerts = previous.alertNames.subtracting(project.alertNames).sorted()
        let labels = previous.alertLabels.subtracting(project.alertLabels).sorted()
        guard !(recordings.isEmpty && alerts.isEmpty && labels.isEmpty) else { return }
        let usage = project.usage
        let files = Dictionary(project.files.map { ($0.path, $0) }, uniquingKeysWith: { one, _ in one })
        func report(_ message: String, _ advice: String, _ path: String, _ range: Range<Int>) {
            guard let file = files[path] else { return }
            context.report(message, in: file, at: range, advice: advice)
        }
        for name in recordings {
            let tests = usage.tests.filter { $0.metric.matches(name) }
            for reader in (usage.readers(of: name)?.readers ?? []) + tests
            where reader.through.isEmpty && reader.metric.names != nil {
                report(
                    "\(reader.owner) reads \(name), whose recording rule was removed",
                    "read what takes its place, or keep the rule", reader.path, reader.fileRange)
            }
        }
        for name in alerts {
            for place in usage.testedAlerts[name] ?? [] {
                report(
                    "a unit test waits for the alert \(name), which was removed",
                    "test what takes its place, or keep the alert", place.path, place.fileRange)
            }
            for reader in usage.readers(of: "ALERTS")?.readers ?? [] where reader.metric.names != nil {
                guard
                    reader.matchers.contains(where: {
                        $0.name == "alertname" && $0.type == .equal && $0.value == name
                    })
                else { continue }
                report(
                    "\(reader.owner) reads the alert \(name), which was removed",
                    "read what takes its place, or keep the alert", reader.path, reader.fileRange)
            }
        }
        for label in labels {
            for place in usage.alertLabels[label] ?? [] {
                report(
                    "no alert sets \(label) any more, and Alertmanager's configuration reads it here",
                    "set the label, or route by another one", place.path, place.fileRange)
            }
        }
    }
}

extension Project {
    fileprivate var alertNames: Set<String> {
        Set(rules.lazy.filter { $0.rule.kind == .alerting }.map(\.rule.name.value))
    }

    /// Labels that alerts set themselves.
    fileprivate var alertLabels: Set<String> {
        Set(rules.lazy.filter { $0.rule.kind == .alerting }.flatMap(\.labels.keys))
    }
}
