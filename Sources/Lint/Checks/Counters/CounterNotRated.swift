import Manifests
import PromQL

/// An alert on how often something has happened since the process started.
struct CounterNotRated: Check {
    static let info = CheckInfo(
        "counter/not-rated", .warning,
        summary:
            "An alert compares the value of a counter, which only says how much there has been since the process started.",
        rationale: """
            A counter grows until its process restarts. `errors_total > 10` fires after the eleventh error, however long ago, and \
            goes on firing until a restart. Compare what was added lately: `increase(errors_total[15m]) > 10`, or \
            `rate(errors_total[5m]) > 0.1`.

            What is a counter is told by the name, `_total` at its end, and by what recording rules make of such metrics.
            """,
        faulty: [
            Example(alert: "↓node_vmstat_oom_kill_total > 10"),
            Example(alert: "sum by (job) (↓http_errors_total) >= 100"),
            Example(
                rules: """
                    - record: job:http_errors:sum
                      expr: sum by (job) (http_errors_total)
                    - alert: ManyErrors
                      expr: ↓job:http_errors:sum > 100
                    """),
        ],
        clean: [
            Example(alert: "increase(http_errors_total[15m]) > 10"),
            Example(alert: "http_errors_total - http_errors_total offset 1h > 10"),
            Example(alert: "count(http_errors_total) > 10"),
            Example(alert: "http_requests_total == 0", note: "Whether it has happened at all."),
            Example(
                rules: """
                    - record: job:http_errors:rate5m
                      expr: sum by (job) (rate(http_errors_total[5m]))
                    - alert: ManyErrors
                      expr: job:http_errors:rate5m > 100
                    """),
        ])

    func visit(_ project: Project, _ context: inout ProjectContext) {
        let recorded = Self.recordedCounters(project)
        let isCounter = { (name: String) in recorded.contains(name) || Self.isCounter(name) }
        for placed in project.rules where placed.rule.kind == .alerting {
            placed.rule.parsed?.visit { expression in
                guard case .binary(let operation) = expression.kind,
                    operation.symbol == .greater || operation.symbol == .greaterOrEqual
                else { return }
                let others = operation.right.rawCounters(isCounter)
                for counter in operation.left.rawCounters(isCounter)
                where !others.contains(where: { $0.name == counter.name }) {
                    let isRecorded = recorded.contains(counter.name)
                    context.report(
                        "`\(counter.name)` is \(isRecorded ? "the value of a counter" : "a counter"), "
                            + "and its value says only how much there has been since the start",
                        in: project.file(of: placed), at: placed.rule.expr.fileRange(of: counter.range),
                        rule: placed.rule.name.value,
                        advice: isRecorded
                            ? "record the rate of the counter instead"
                            : "compare what was added lately: `increase(\(counter.name)[15m])`")
                }
            }
        }
    }

    private static func isCounter(_ name: String) -> Bool { name.hasSuffix("_total") }

    /// What rules record as it is, or summed up, of counters, directly or through other rules.
    private static func recordedCounters(_ project: Project) -> Set<String> {
        var counters: Set<String> = []
        var isGrowing = true
        // Each turn goes one rule further from the counters.
        while isGrowing {
            let before = counters.count
            for (name, rules) in project.recordings where !counters.contains(name) {
                let isCounter = { (name: String) in counters.contains(name) || Self.isCounter(name) }
                let isRaw = rules.contains { index in
                    project.rules[index].rule.parsed.map { !$0.rawCounters(isCounter).isEmpty } ?? false
                }
                if isRaw { counters.insert(name) }
            }
            isGrowing = counters.count > before
        }
        return counters
    }
}
