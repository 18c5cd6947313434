import PromQL

/// `rate(x[30d])`, where the data reach back two weeks.
enum RangeExceedsData: Check {
    static let info = CheckInfo(
        "range/exceeds-data", .info, needsData: true,
        summary: "A range or offset reaches further back than the data.",
        rationale: """
            What is computed is then of a shorter time than the expression says, or, behind an `offset`, nothing. If the \
            data is all that the Prometheus keeps, its retention is too short for the rule; if it is an excerpt, there is \
            nothing to do.
            """,
        faulty: [
            Example(record: "sum(increase(↓errors_total[1d]))", series: "errors_total"),
            Example(alert: "up < ↓up offset 1w", series: "up"),
        ],
        clean: [Example(record: "sum(increase(errors_total[30m]))", series: "errors_total")])

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard let window = grounding.data.window else { return }
        query.expression.visit { part in
            switch part.kind {
            case .vector, .range, .subquery: break
            default: return
            }
            guard query.isWritten(part.range), part.reach > window else { return }
            // The inner parts of a subquery are read as far back as it is.
            context.report(
                "this reads \(DurationText.words(part.reach)) back, and the data are of \(DurationText.words(window))",
                in: query, at: part.range,
                evidence: [
                    "reach_seconds": .number(Int(clamping: part.reach / 1000)),
                    "data_seconds": .number(Int(clamping: window / 1000)),
                ])
        }
    }
}
