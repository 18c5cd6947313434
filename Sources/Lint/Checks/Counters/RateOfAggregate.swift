import Manifests
import PromQL

/// `rate()` of a sum, which takes every restart of a single process for a restart of all.
enum RateOfAggregate: Check {
    static let info = CheckInfo(
        "rate/of-aggregation", .error,
        summary: "A rate is taken of a sum of counters, or of a rate, instead of a sum of rates.",
        rationale: """
            `rate()` and `increase()` take a value that falls for the restart of a counter. A sum of counters falls when one of its \
            processes restarts or goes away, and then the whole sum counts as new: the result is a spike of the size of everything \
            that ever happened. Take the rate first, `sum(rate(x[5m]))`, and record that.

            A rate itself goes up and down, and a rate of it means nothing.
            """,
        faulty: [
            Example(record: "↓rate(sum by (job) (http_requests_total)[5m:])"),
            Example(
                rules: """
                    - record: job:http_requests:sum
                      expr: sum by (job) (http_requests_total)
                    - record: job:http_requests:rate5m
                      expr: ↓rate(job:http_requests:sum[5m])
                    """),
            Example(alert: "↓increase(job:http_errors:rate5m[1h]) > 10"),
        ],
        clean: [
            Example(record: "sum by (job) (rate(http_requests_total[5m]))"),
            Example(record: "max_over_time(sum by (job) (rate(http_requests_total[5m]))[1h:1m])"),
            Example(record: "rate(http_requests_total[5m])"),
            Example(
                rules: """
                    - record: job:restarts:last
                      expr: last_over_time(restarts_total[5m])
                    - record: job:restarts:rate5m
                      expr: rate(job:restarts:last[5m])
                    """),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        for (expression, call) in rule.parts.calls where call.function.takesIncrease {
            guard let argument = call.arguments.first,
                let fault = Fault(argument.unwrapped, context.project)
            else { continue }
            context.report(
                "\(call.function.name)() of \(fault.words)", in: rule.expr, at: expression.range,
                advice: fault.isOfRate
                    ? "take the average, `avg_over_time()`, or start from the counter"
                    : "take the rate of each counter first, then aggregate",
                severity: fault.isByName ? .warning : nil,
                related: fault.source.map { source in
                    [
                        RelatedPlace(
                            file: context.project.file(of: source).path, range: source.rule.expr.fileRange,
                            message: "recorded here")
                    ]
                } ?? [])
        }
    }
}

/// What is wrong about the argument of a `rate()`.
private struct Fault {
    var words: String
    var isOfRate = false
    /// Whether only the metric's name says so.
    var isByName = false
    var source: PlacedRule?

    init?(_ argument: Expression, _ project: Project) {
        switch argument.kind {
        case .subquery(let subquery):
            guard let found = Self.kind(of: subquery.expression) else { return nil }
            self = found
        case .range(let range):
            guard let names = range.vector.selector.metricNames else { return nil }
            for name in names {
                if let rules = project.recordings[name] {
                    for index in rules {
                        guard let parsed = project.rules[index].rule.parsed, let found = Self.kind(of: parsed) else {
                            continue
                        }
                        self = found
                        words = "`\(name)`, which is \(found.words)"
                        source = project.rules[index]
                        return
                    }
                } else if let found = Self.kind(ofName: name) {
                    self = found
                    words = "`\(name)`, which by its name is \(found.words)"
                    return
                }
            }
            return nil
        default: return nil
        }
    }

    private init(_ words: String, isOfRate: Bool = false, isByName: Bool = false) {
        self.words = words
        self.isOfRate = isOfRate
        self.isByName = isByName
    }

    private static func kind(of expression: Expression) -> Fault? {
        switch expression.unwrapped.kind {
        case .aggregation(let aggregation):
            guard aggregation.aggregator == .sum || aggregation.aggregator == .avg else { return nil }
            if let inner = kind(of: aggregation.expression), inner.isOfRate { return inner }
            return Fault("a `\(aggregation.aggregator.rawValue)`, which falls when one of its series ends")
        case .call(let call):
            guard call.function.takesIncrease else { return nil }
            return Fault("a rate already", isOfRate: true)
        default: return nil
        }
    }

    /// What `level:metric:operations` says of the last operation.
    private static func kind(ofName name: String) -> Fault? {
        guard name.hasByte(UInt8(ascii: ":")) else { return nil }
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 3, let operations = parts.last?.split(separator: "_") else { return nil }
        for operation in operations {
            for rate in ["rate", "irate", "increase"] where operation.hasPrefix(rate) {
                let window = operation.dropFirst(rate.count)
                if window.isEmpty || window.first?.isNumber == true {
                    return Fault("a rate already", isOfRate: true, isByName: true)
                }
            }
        }
        guard operations.first == "sum" || operations.first == "avg" else { return nil }
        return Fault("a `\(operations[0])`, which falls when one of its series ends", isByName: true)
    }
}

extension Function {
    /// Whether it is a function of what was added to a counter.
    var takesIncrease: Bool { name == "rate" || name == "irate" || name == "increase" }
}
