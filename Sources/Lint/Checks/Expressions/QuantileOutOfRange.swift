import Manifests
import PromQL

/// `histogram_quantile(95, ...)`.
enum QuantileOutOfRange: Check {
    static let info = CheckInfo(
        "expr/quantile-out-of-range", .error,
        summary: "A quantile is not between 0 and 1, so that its value is infinite whatever the data.",
        rationale: """
            Quantiles are written as fractions: the 95th percentile is `0.95`. Above 1 the value of `quantile`, \
            `quantile_over_time()` and `histogram_quantile()` is `+Inf` for every series, below 0 it is `-Inf`, and the rule is \
            loaded all the same: an alert with `>` then fires for everything, and one with `<` for nothing.
            """,
        fix: .unsafe,
        faulty: [
            Example(
                alert: "histogram_quantile(↓95, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1",
                fixed: "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1"),
            Example(
                alert: "quantile_over_time(↓99.9, probe_duration_seconds[1h]) > 2",
                fixed: "quantile_over_time(0.999, probe_duration_seconds[1h]) > 2"),
            Example(record: "quantile by (job) (↓1.5, up)"),
            Example(record: "quantile by (job) (↓-0.5, up)"),
        ],
        clean: [
            Example(
                alert: "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1"),
            Example(record: "quantile by (job) (1, up)", note: "The greatest of them."),
            Example(record: "topk(95, up)"),
            Example(
                record: "quantile(scalar(wanted_quantile), up)", note: "What it is, only the data tell."),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        for (_, call) in rule.parts.calls {
            for argument in call.quantiles { judge(argument, of: "\(call.function.name)()", rule, &context) }
        }
        for (_, aggregation) in rule.parts.aggregations where aggregation.aggregator == .quantile {
            if let parameter = aggregation.parameter { judge(parameter, of: "quantile", rule, &context) }
        }
    }

    private static func judge(_ argument: Expression, of function: String, _ rule: Rule, _ context: inout FileContext) {
        guard let value = argument.constant, !(0...1).contains(value),
            !context.file.hasHole(in: rule.expr.fileRange(of: argument.range))
        else { return }
        let result = value > 1 ? "+Inf" : value < 0 ? "-Inf" : "NaN"
        let fraction = fraction(value)
        context.report(
            "`\(argument)` is not a quantile between 0 and 1: every value of `\(function)` is \(result)",
            in: rule.expr, at: argument.range,
            advice: fraction.map { "quantiles are fractions: write `\($0)`" } ?? "write a number from 0 to 1",
            fix: fraction.map {
                Fix(.unsafe, "Write \($0)", [Fix.Edit(rule.expr.fileRange(of: argument.range), $0)])
            })
    }

    /// What a percentile is as a fraction; `nil` where the number is hardly meant as one.
    private static func fraction(_ percentile: Double) -> String? {
        guard (5...100).contains(percentile) else { return nil }
        // Rounded, so that 99.9 / 100 is not 0.9990000000000001.
        let value = (percentile * 1e7).rounded() / 1e9
        return value == 1 ? "1" : "\(value)"
    }
}

extension Call {
    /// The arguments that say which quantile is wanted.
    fileprivate var quantiles: ArraySlice<Expression> {
        switch function.name {
        case "quantile_over_time", "histogram_quantile": arguments.prefix(1)
        case "histogram_quantiles": arguments.dropFirst(2)
        default: []
        }
    }
}
