import PromQL

/// `rate(node_memory_MemFree_bytes[5m])`.
struct RateOfGauge: Check {
    static let info = CheckInfo(
        "counter/rate-on-gauge", .warning, needsData: true,
        summary: "A rate is taken of series that go down without starting over, as their samples show.",
        rationale: """
            `rate()`, `irate()` and `increase()` take each fall for a restart of the process and add the whole value after it: of a \
            gauge they give large numbers without meaning. `deriv()` and `delta()` are for gauges.

            A series counts as a gauge when it fell at least three times, and in one of twenty changes, to more than half of what \
            it was; counters fall to nearly nothing, and seldom.
            """,
        faulty: [
            Example(
                record: "sum(rate(↓queue_length[5m]))",
                series: #"queue_length{job="api"} 10 12 11 9 13 12 10 11"#)
        ],
        clean: [
            Example(
                record: "sum(rate(http_requests_total[5m]))", note: "A restart.",
                series: #"http_requests_total{job="api"} 10 12 15 1 4 6 9 12"#),
            Example(record: "sum(deriv(queue_length[5m]))", series: #"queue_length 10 12 11 9 13 12 10 11"#),
        ])

    func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        query.expression.visit { part in
            guard case .call(let call) = part.kind, call.function.takesIncrease,
                let argument = call.arguments.first?.unwrapped, case .range(let range) = argument.kind,
                let name = range.vector.selector.metricNames?.first,
                let seen = query.observation(of: range.vector, grounding)
            else { return }
            let gauges = seen.series.filter(\.isGauge)
            guard gauges.count * 2 > seen.series.count else { return }
            let falls = gauges.reduce(0) { $0 + $1.falls }
            context.report(
                "`\(name)` goes down without starting over, and \(call.function.name)() takes each fall for a restart",
                in: query, at: range.vector.selector.range,
                advice:
                    "use \(call.function.name == "increase" ? "delta()" : "deriv()"), or the counter that belongs to it",
                evidence: seen.evidence(
                    name, for: gauges,
                    [("falls", .number(falls)), ("rises", .number(gauges.reduce(0) { $0 + $1.rises }))]))
        }
    }
}
