import Manifests
import PromQL

/// A rule that reads samples which are not there yet.
enum FutureRead: Check {
    static let info = CheckInfo(
        "offset/negative-in-rule", .warning,
        summary: "A rule reads the future, or the same moment at every evaluation.",
        rationale: """
            Rules are evaluated as time goes by: with `offset -5m` they look for samples that nobody has scraped yet, and find \
            none. With `@ 1700000000` they find the same samples each time, until these are deleted. Both belong into a \
            dashboard, if anywhere.

            `query_offset` of the group is taken into account.
            """,
        faulty: [
            Example(alert: "rate(↓http_requests_total[5m] offset -5m) > 100"),
            Example(record: "sum(↓node_load1 @ 1700000000)"),
        ],
        clean: [
            Example(alert: "rate(http_requests_total[5m] offset 1h) > 100"),
            Example(record: "max_over_time((node_load1 offset -5m)[1h:5m] offset 10m)"),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        let delay = context.group?.queryOffset?.milliseconds ?? 0
        var subqueries: [Range<Int>] = []
        for part in rule.parts.reads {
            let time: TimeModifiers
            switch part.kind {
            case .vector(let vector): time = vector.time
            case .range(let range): time = range.vector.time
            case .subquery(let subquery):
                subqueries.append(part.range)
                time = subquery.time
            default: continue
            }
            if case .milliseconds = time.at {
                context.report(
                    "the time is fixed: each evaluation reads the same samples, until they are deleted", in: rule.expr,
                    at: part.range)
            }
            // Within a subquery the moment need not be now.
            let isNested = subqueries.contains { $0 != part.range && $0.contains(part.range.lowerBound) }
            if let offset = time.offset?.milliseconds, time.at == nil, !isNested, -offset > delay {
                context.report(
                    "a negative offset reads samples that are not there yet when the rule is evaluated", in: rule.expr,
                    at: part.range, advice: "write a positive offset, which looks back")
            }
        }
    }
}
