extension Printer {
    static func string(_ amount: TimeAmount) -> String {
        switch amount {
        case .constant(let span): string(span)
        case .computed(let expression): string(expression)
        }
    }

    /// As `1h30m`, in whole milliseconds.
    static func string(_ span: TimeSpan) -> String {
        let text = string(milliseconds: span.milliseconds.magnitude)
        return span.nanoseconds < 0 ? "-" + text : text
    }

    /// Years and weeks only where nothing remains: 90d reads better than 12w6d.
    private static func string(milliseconds: UInt64) -> String {
        guard milliseconds > 0 else { return "0s" }
        var rest = milliseconds
        var text = ""
        for unit in TimeUnit.all {
            if unit.name == "y" || unit.name == "w", rest % unit.milliseconds != 0 { continue }
            if rest >= unit.milliseconds { text += "\(rest / unit.milliseconds)\(unit.name)" }
            rest %= unit.milliseconds
        }
        return text
    }

    static func string(_ expression: DurationExpression) -> String {
        let text =
            switch expression.kind {
            case .literal(let number): string(number)
            case .negation(let inner): "-" + string(inner)
            case .operation(let left, let symbol, let right): "\(string(left)) \(symbol.rawValue) \(string(right))"
            case .step: "step()"
            case .range: "range()"
            case .minOf(let left, let right): "min_of(\(string(left)), \(string(right)))"
            case .maxOf(let left, let right): "max_of(\(string(left)), \(string(right)))"
            }
        return expression.isParenthesized ? "(\(text))" : text
    }

    static func string(_ number: NumberLiteral) -> String {
        guard number.isDuration else { return plain(number.value) }
        let milliseconds = Int64(exactly: (abs(number.value) * 1e9).rounded(.towardZero)).map { $0 / 1_000_000 } ?? 0
        return (number.value < 0 ? "-" : "") + string(milliseconds: milliseconds.magnitude)
    }
}
