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

            What is a counter is told by the name, as `_errors_total` or `_seconds_total`, by what other rules take a rate of, and by \
            what recording rules make of such metrics. With series that have samples, what only grew and started over counts too:             an information, unless the name ends in `_total`.
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
            Example(
                alert: "↓frames_lost > 100", note: "It grew and started over; an information.",
                series: "frames_lost 20 21 22 24 26 28 30 1 2 3 4 5 6 7 8 9"),
        ],
        clean: [
            Example(alert: "increase(http_errors_total[15m]) > 10"),
            Example(alert: "http_errors_total - http_errors_total offset 1h > 10"),
            Example(alert: "count(http_errors_total) > 10"),
            Example(alert: "ceph_pg_total - ceph_pg_active > 0", note: "A gauge, for all its name says."),
            Example(alert: "http_requests_total == 0", note: "Whether it has happened at all."),
            Example(
                alert: "queue_length > 100", note: "A gauge.", series: "queue_length 20 21 20 24 26 28 30 1 2 3 4 5 6 7"
            ),
            Example(
                rules: """
                    - record: job:http_errors:rate5m
                      expr: sum by (job) (rate(http_errors_total[5m]))
                    - alert: ManyErrors
                      expr: job:http_errors:rate5m > 100
                    """),
        ])

    /// Comparisons of one expression that are looked at, the outermost first: each takes a walk through its operands.
    private static let comparisonLimit = 64

    func visit(_ project: Project, _ context: inout ProjectContext) {
        // Both are seldom asked for: most alerts compare no metric as it is.
        lazy var rated = Self.ratedMetrics(project)
        func isKnown(_ name: String) -> Bool {
            Self.isCounter(name) || name.hasSuffix("_total") && rated.contains(name)
        }
        lazy var counters = Self.recordedCounters(project, isKnown)
        func recordsCounter(_ name: String) -> Bool { project.recordings[name] != nil && counters.contains(name) }
        func isCounter(_ name: String) -> Bool { isKnown(name) || recordsCounter(name) }
        for placed in project.rules where placed.rule.kind == .alerting {
            var budget = Self.comparisonLimit
            for (_, operation) in placed.rule.parts.operations
            where operation.symbol == .greater || operation.symbol == .greaterOrEqual {
                guard budget > 0 else { break }
                budget -= 1
                let others = operation.right.rawCounters(isCounter)
                for counter in operation.left.rawCounters(isCounter)
                where !others.contains(where: { $0.name == counter.name }) {
                    let isRecorded = recordsCounter(counter.name)
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

    /// What samples show to be a counter, where the name does not.
    func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard let samples = grounding.data.samples, query.rule?.kind == .alerting else { return }
        func isCounter(_ name: String) -> Bool {
            !Self.isCounter(name) && !grounding.ratedTotals.contains(name) && !grounding.recorded.contains(name)
                && samples.series(of: name)?.areCounters(named: name) == true
        }
        var budget = Self.comparisonLimit
        for (_, operation) in query.rule?.parts.operations ?? []
        where operation.symbol == .greater || operation.symbol == .greaterOrEqual {
            guard budget > 0 else { break }
            budget -= 1
            let others = operation.right.rawCounters(isCounter)
            for counter in operation.left.rawCounters(isCounter)
            where !others.contains(where: { $0.name == counter.name }) {
                guard let seen = samples.series(of: counter.name) else { continue }
                context.report(
                    "`\(counter.name)` only grew and started over, as a counter does, and its value says only how much there "
                        + "has been since the start",
                    in: query, at: counter.range,
                    advice: "if it is one, compare what was added lately: `increase(\(counter.name)[15m])`",
                    severity: counter.name.hasSuffix("_total") ? nil : .info,
                    evidence: seen.evidence(
                        counter.name, for: seen.series.filter { $0.rises > 0 },
                        [
                            ("rises", .number(seen.series.reduce(0) { $0 + $1.rises })),
                            ("restarts", .number(seen.series.reduce(0) { $0 + $1.resets })),
                        ]))
            }
        }
    }

    /// `_total` alone is not enough: exporters have gauges of that name, as `ceph_pg_total`. What is counted must be events.
    private static func isCounter(_ name: String) -> Bool {
        let last = name.utf8.reversed().drop { $0 == UInt8(ascii: "_") }
        guard last.starts(with: "latot".utf8) else { return false }
        let words = name.split(separator: "_")
        guard words.last == "total", let event = words.dropLast().last else { return false }
        return events.contains(String(event))
    }

    private static let events: Set<String> = [
        "aborts", "attempts", "calls", "crashes", "drops", "dropped", "error", "errors", "errs", "evictions",
        "exceptions",
        "failed", "failures", "hits", "kill", "kills", "lookups", "misses", "panics", "queries", "reconnects",
        "rejected",
        "rejections", "requests", "restarts", "retries", "seconds", "timeouts",
    ]

    /// Metrics named `_total` that a rule of the project takes a rate of.
    static func ratedMetrics(_ project: Project) -> Set<String> {
        var names: Set<String> = []
        for placed in project.rules {
            for (_, call) in placed.rule.parts.calls where call.function.takesIncrease {
                guard case .range(let range)? = call.arguments.first?.unwrapped.kind else { continue }
                for name in range.vector.selector.metricNames ?? [] where name.hasSuffix("_total") {
                    names.insert(name)
                }
            }
        }
        return names
    }

    /// What rules record as it is, or summed up, of counters, directly or through other rules.
    private static func recordedCounters(_ project: Project, _ isKnown: (String) -> Bool) -> Set<String> {
        var counters: Set<String> = []
        var isGrowing = true
        // Each turn goes one rule further from the counters.
        while isGrowing {
            let before = counters.count
            for (name, rules) in project.recordings where !counters.contains(name) {
                func isCounter(_ name: String) -> Bool { counters.contains(name) || isKnown(name) }
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
