import Manifests
import PromQL

/// `rate(x[1m])` of what is scraped every minute.
struct WindowAgainstInterval: Check {
    static let info = CheckInfo(
        "rate/window-too-short", .warning, needsData: true,
        summary: "A range is shorter than two scrape intervals of the series it reads, as their samples show.",
        rationale: """
            `rate()` and its like need two samples in the range. One that is shorter than two intervals has only one at times, or \
            always, and the result has gaps or is empty. Four intervals also bear a scrape that fails. The interval is the usual \
            time between two samples of up to 16 series of the metric in the last three hours of the data.
            """,
        fix: .unsafe,
        faulty: [
            Example(
                record: "sum(rate(↓http_requests_total[1m]))", fixed: nil,
                series: #"http_requests_total{job="api"} 1 2 3 4 5 6"#)
        ],
        clean: [
            Example(
                record: "sum(rate(http_requests_total[2m]))",
                series: #"http_requests_total{job="api"} 1 2 3 4 5 6"#),
            Example(
                record: "max(max_over_time(queue_length[1m]))", note: "One sample is enough for a maximum.",
                series: #"queue_length{job="api"} 1 2 3 2 1 0"#),
        ])

    /// Functions that give nothing for a range with one sample.
    private static let needTwo: Set<String> = ["rate", "irate", "increase", "delta", "idelta", "deriv"]

    func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        query.expression.visit { part in
            guard case .call(let call) = part.kind, Self.needTwo.contains(call.function.name),
                let argument = call.arguments.first?.unwrapped, case .range(let range) = argument.kind,
                let length = range.length.milliseconds, length > 0,
                query.isWritten(range.vector.selector.range.upperBound..<argument.range.upperBound),
                let seen = query.observation(of: range.vector, grounding)
            else { return }
            // Scrapes are never quite on time.
            let slow = seen.series.filter { ($0.interval ?? 0) * 2 / 100 * 98 > length }
            guard let interval = slow.compactMap(\.interval).max() else { return }
            // Where a variable chooses the series, it may choose others.
            guard query.isWritten(range.vector.selector.range) || slow.count * 2 > seen.series.count else { return }
            let wanted = Self.suggestion(for: interval)
            let name = range.vector.selector.metricNames?.first ?? ""
            context.report(
                "\(call.function.name)() needs two samples, and `\(name)` is scraped every "
                    + "\(DurationText.words(interval)): a range of \(DurationText.words(length)) has "
                    + (length < interval ? "one at most" : "only one at times"),
                in: query, at: argument.range, advice: "a range of \(wanted) bears a scrape that fails",
                fix: Self.fix(range, argument, wanted, query),
                evidence: seen.evidence(
                    name, for: slow,
                    [("interval", .text(DurationText.words(interval))), ("range", .text(DurationText.words(length)))]))
        }
    }

    /// Four intervals, in whole minutes where it is more than one.
    private static func suggestion(for interval: Int64) -> String {
        let seconds = (interval * 4 + 999) / 1000
        return seconds > 60 ? "\((seconds + 59) / 60)m" : "\(seconds)s"
    }

    private static func fix(
        _ range: RangeSelector, _ argument: Expression, _ wanted: String, _ query: DataQuery
    ) -> Fix? {
        guard let rule = query.rule else { return nil }
        let bytes = Array(rule.expr.value.utf8)
        let rest = range.vector.selector.range.upperBound..<min(argument.range.upperBound, bytes.count)
        guard let open = rest.first(where: { bytes[$0] == UInt8(ascii: "[") }),
            let close = rest.first(where: { $0 > open && bytes[$0] == UInt8(ascii: "]") })
        else { return nil }
        return Fix(
            .unsafe, "Make the range \(wanted)", [Fix.Edit(rule.expr.fileRange(of: (open + 1)..<close), wanted)])
    }
}
