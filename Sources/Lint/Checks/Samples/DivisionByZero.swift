import Manifests
import PromQL

/// `errors / requests`, where nothing was requested for a while.
struct DivisionByZero: Check {
    static let info = CheckInfo(
        "expr/division-by-zero", .info, needsData: true,
        summary: "A denominator is 0 at times, as samples show, and nothing leaves these out.",
        rationale: """
            `0 / 0` is NaN, which satisfies no comparison, and anything else over 0 is infinite, which exceeds every threshold. \
            Within a sum or an average it spoils the whole, and is a warning. Leave zeros out on the right: \
            `errors / (requests > 0)`. In an alert a NaN outside of an aggregation does no harm: there it is only told where \
            what is divided was never 0.

            A rate counts as 0 where the counter stood still for the whole range.
            """,
        faulty: [
            Example(
                record: "sum by (job) (failed_jobs ↓/ all_jobs)",
                series: """
                    failed_jobs{job="api"} 0 0 1 1
                    all_jobs{job="api"} 0 0 2 2
                    """),
            Example(
                record: "rate(errors_total[5m]) ↓/ rate(requests_total[5m])",
                series: """
                    errors_total{job="api"} 0 0 0 0 0 0 0 0 0
                    requests_total{job="api"} 5 7 7 7 7 7 7 7 7
                    """),
            Example(
                alert: "memory_used_bytes ↓/ memory_limit_bytes > 0.9",
                note: "Without a limit it fires.",
                series: """
                    memory_used_bytes{pod="a"} 5 6 7 8
                    memory_limit_bytes{pod="a"} 0 0 0 0
                    """),
        ],
        clean: [
            Example(
                alert: "failed_jobs / (all_jobs > 0) > 0.1",
                series: """
                    failed_jobs{job="api"} 0 0 1 1
                    all_jobs{job="api"} 0 0 2 2
                    """),
            Example(
                alert: "failed_jobs / all_jobs > 0.1 and all_jobs > 0",
                series: """
                    failed_jobs{job="api"} 0 0 1 1
                    all_jobs{job="api"} 0 0 2 2
                    """),
            Example(
                alert: "failed_jobs / all_jobs > 0.1", note: "Both are 0: no alert.",
                series: """
                    failed_jobs{job="api"} 0 0 1 1
                    all_jobs{job="api"} 0 0 2 2
                    """),
            Example(
                alert: "failed_jobs / all_jobs > 0.1",
                series: """
                    failed_jobs{job="api"} 0 0 1 1
                    all_jobs{job="api"} 1 1 2 2
                    """),
        ])

    func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard grounding.data.samples != nil else { return }
        let guarded = query.expression.comparedNames
        query.expression.visit { part in
            guard case .binary(let operation) = part.kind,
                operation.symbol == .divide || operation.symbol == .modulo,
                let denominator = Denominator(operation.right.unwrapped),
                let name = denominator.vector.selector.metricNames?.first, !guarded.contains(name),
                let seen = query.observation(of: denominator.vector, grounding)
            else { return }
            let zero = seen.series.filter(denominator.isZeroAtTimes)
            guard !zero.isEmpty else { return }
            let spoils = query.expression.isAggregated(part.range)
            let isRecorded = query.rule?.kind == .recording
            guard spoils || isRecorded || Self.isNeverZero(operation.left.unwrapped, query, grounding) else { return }
            context.report(
                "\(denominator.window == nil ? "`\(name)`" : "the rate of `\(name)`") is 0 at times"
                    + (spoils ? ", which makes the whole aggregate NaN or infinite" : ""),
                in: query, at: operation.symbolRange, advice: "leave zeros out: `/ (… > 0)`",
                severity: spoils ? .warning : nil,
                evidence: seen.evidence(name, for: zero, [("zeros", .number(zero.reduce(0) { $0 + $1.zeros }))]))
        }
    }

    /// Whether samples show that what is divided was never 0.
    private static func isNeverZero(_ expression: Expression, _ query: DataQuery, _ grounding: Grounding) -> Bool {
        switch expression.kind {
        case .number: return true
        case .vector(let vector):
            return query.observation(of: vector, grounding)?.series.allSatisfy { $0.lowest > 0 } ?? false
        default: return false
        }
    }
}

/// What something is divided by, where samples tell whether it is 0: a metric, or a rate.
private struct Denominator {
    let vector: VectorSelector
    /// Milliseconds of the rate.
    let window: Int64?

    init?(_ expression: Expression) {
        switch expression.kind {
        case .vector(let vector): (self.vector, window) = (vector, nil)
        case .call(let call):
            guard call.function.takesIncrease, case .range(let range)? = call.arguments.first?.unwrapped.kind,
                let length = range.length.milliseconds
            else { return nil }
            (vector, window) = (range.vector, length)
        default: return nil
        }
    }

    func isZeroAtTimes(_ series: ObservedSeries) -> Bool {
        guard let window else { return series.zeros > 0 }
        return series.count > 3 && series.longestFlat >= window
    }
}

extension Expression {
    /// Names of the metrics that it compares as they are, or as rates: who does that has thought of zero.
    fileprivate var comparedNames: Set<String> {
        var names: Set<String> = []
        visit { part in
            guard case .binary(let operation) = part.kind, operation.symbol.isComparison else { return }
            for side in [operation.left, operation.right] {
                guard let compared = Denominator(side.unwrapped) else { continue }
                names.formUnion(compared.vector.selector.metricNames ?? [])
            }
        }
        return names
    }

    /// Whether a part stands in an aggregation whose result one NaN spoils.
    fileprivate func isAggregated(_ range: Range<Int>) -> Bool {
        var found = false
        visit { part in
            guard case .aggregation(let aggregation) = part.kind,
                [.sum, .avg, .stddev, .stdvar].contains(aggregation.aggregator)
            else { return }
            if aggregation.expression.unwrapped.range == range || aggregation.expression.range == range { found = true }
        }
        return found
    }
}
