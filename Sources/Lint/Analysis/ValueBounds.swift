import PromQL

/// Between which numbers every value of a result lies, NaN aside, whatever the data: what can be proved of `count()`,
/// `rate()`, `hour()` and of constants.
struct ValueBounds: Equatable {
    let low: Double
    let high: Double

    init(_ low: Double, _ high: Double) {
        self.low = low
        self.high = high
    }

    static let unknown = ValueBounds(-.infinity, .infinity)

    /// What is known of an expression's values.
    init(of expression: Expression) {
        let inner = expression.unwrapped
        switch inner.kind {
        case .number(let literal) where !literal.value.isNaN: self.init(literal.value, literal.value)
        case .unary(let operation) where operation.isNegation:
            let operand = ValueBounds(of: operation.operand)
            self.init(-operand.high, -operand.low)
        case .unary(let operation): self.init(of: operation.operand)
        case .aggregation(let aggregation): self.init(of: aggregation)
        case .call(let call): self.init(of: call)
        default: self = .unknown
        }
    }

    private init(of aggregation: Aggregation) {
        switch aggregation.aggregator {
        case .count: self.init(1, .infinity)
        case .group: self.init(1, 1)
        case .stddev, .stdvar: self.init(0, .infinity)
        case .min, .max, .avg, .topk, .bottomk, .limitk, .limitRatio: self.init(of: aggregation.expression)
        case .sum:
            let bounds = ValueBounds(of: aggregation.expression)
            self.init(bounds.low >= 0 ? bounds.low : -.infinity, bounds.high <= 0 ? bounds.high : .infinity)
        case .quantile, .countValues: self = .unknown
        }
    }

    /// Functions whose values are bounded whatever they are given.
    private static let functions: [String: ValueBounds] = [
        "absent": ValueBounds(1, 1), "absent_over_time": ValueBounds(1, 1), "present_over_time": ValueBounds(1, 1),
        "count_over_time": ValueBounds(1, .infinity), "changes": ValueBounds(0, .infinity),
        "resets": ValueBounds(0, .infinity), "rate": ValueBounds(0, .infinity), "irate": ValueBounds(0, .infinity),
        "increase": ValueBounds(0, .infinity), "abs": ValueBounds(0, .infinity), "sqrt": ValueBounds(0, .infinity),
        "exp": ValueBounds(0, .infinity), "stddev_over_time": ValueBounds(0, .infinity),
        "stdvar_over_time": ValueBounds(0, .infinity), "sgn": ValueBounds(-1, 1), "minute": ValueBounds(0, 59),
        "hour": ValueBounds(0, 23), "day_of_week": ValueBounds(0, 6), "day_of_month": ValueBounds(1, 31),
        "day_of_year": ValueBounds(1, 366), "days_in_month": ValueBounds(28, 31), "month": ValueBounds(1, 12),
        "histogram_fraction": ValueBounds(0, 1),
    ]

    private init(of call: Call) {
        switch call.function.name {
        case "sort", "sort_desc", "sort_by_label", "sort_by_label_desc", "label_replace", "label_join", "vector",
            "last_over_time", "first_over_time", "avg_over_time", "min_over_time", "max_over_time":
            guard let argument = call.arguments.first else {
                self = .unknown
                return
            }
            if case .subquery(let subquery) = argument.unwrapped.kind {
                self.init(of: subquery.expression)
            } else {
                self.init(of: argument)
            }
        default: self = Self.functions[call.function.name] ?? .unknown
        }
    }

    /// Whether `value OPERATOR other` holds for all values (`true`), for none (`false`), or neither is certain (`nil`).
    func verdict(_ symbol: BinaryOperator, _ other: ValueBounds) -> Bool? {
        switch symbol {
        case .greater: low > other.high ? true : high <= other.low ? false : nil
        case .greaterOrEqual: low >= other.high ? true : high < other.low ? false : nil
        case .less: high < other.low ? true : low >= other.high ? false : nil
        case .lessOrEqual: high <= other.low ? true : low > other.high ? false : nil
        case .equal: isOne(with: other) ? true : isApart(from: other) ? false : nil
        case .notEqual: isApart(from: other) ? true : isOne(with: other) ? false : nil
        default: nil
        }
    }

    private func isOne(with other: ValueBounds) -> Bool { low == high && other.low == other.high && low == other.low }
    private func isApart(from other: ValueBounds) -> Bool { low > other.high || high < other.low }

    /// `at least 1`, `between 0 and 23`, `always 1`.
    var words: String {
        if low == high { return "always \(Self.text(low))" }
        if high == .infinity { return "at least \(Self.text(low))" }
        if low == -.infinity { return "at most \(Self.text(high))" }
        return "between \(Self.text(low)) and \(Self.text(high))"
    }

    private static func text(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }
}
