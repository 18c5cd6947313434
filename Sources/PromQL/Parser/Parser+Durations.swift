extension Parser {
    /// Parses a length between brackets. A plain number must be positive; the rest shows when the query runs.
    mutating func parsePositiveDuration() throws(PromQLError) -> TimeAmount {
        let duration = try parseDuration()
        if let number = duration.literal, number.value <= 0 {
            throw PromQLError("duration must be greater than 0", at: duration.range)
        }
        return duration.amount
    }

    /// Parses what follows `offset`, and says where it ends.
    ///
    /// Arithmetic goes on behind a parenthesis alone: `x offset 5m + 2` is `(x offset 5m) + 2`, and
    /// `x offset (5m) + 2` is `x offset ((5m) + 2)`.
    mutating func parseOffsetDuration() throws(PromQLError) -> (TimeAmount, end: Int) {
        let first = try peek()
        var duration: DurationExpression
        if first.kind == .leftParenthesis {
            duration = try parseDuration()
        } else if first.isSign {
            try next()
            if try peek().isSign {
                let operand = try parseDuration(minimum: BinaryOperator.power.precedence)
                duration = try parseDuration(after: signed(operand, first))
            } else {
                duration = try signed(parseDurationOperand(), first)
            }
        } else {
            duration = try parseDurationOperand()
        }
        return (duration.amount, end: duration.range.upperBound)
    }

    private mutating func parseDuration(minimum: Int = 0) throws(PromQLError) -> DurationExpression {
        try nested { parser throws(PromQLError) in
            let sign = try parser.peek()
            guard sign.isSign else {
                return try parser.parseDuration(after: parser.parseDurationOperand(), minimum: minimum)
            }
            try parser.next()
            let operand = try parser.parseDuration(minimum: BinaryOperator.power.precedence)
            return try parser.parseDuration(after: parser.signed(operand, sign), minimum: minimum)
        }
    }

    /// Parses operators that bind at least that tightly, and what follows each.
    private mutating func parseDuration(
        after first: DurationExpression, minimum: Int = 0
    ) throws(PromQLError) -> DurationExpression {
        var left = first
        while case .binaryOperator(let symbol) = try peek().kind, symbol.isArithmetic, symbol.precedence >= minimum {
            let token = try next()
            let right = try parseDuration(minimum: symbol == .power ? symbol.precedence : symbol.precedence + 1)
            try requireDurationExpressions(left.range)
            if right.literal?.value == 0, symbol == .divide || symbol == .modulo {
                throw PromQLError("\(symbol == .divide ? "division" : "modulo") by zero", at: token.range)
            }
            left = DurationExpression(
                .operation(left, symbol, right), at: left.range.lowerBound..<right.range.upperBound)
            try checkDepth(left.depth, left.range)
        }
        return left
    }

    /// Parses a number, `step()`, `range()`, `min_of(a, b)`, `max_of(a, b)` or a duration in parentheses.
    private mutating func parseDurationOperand() throws(PromQLError) -> DurationExpression {
        let token = try next()
        switch token.kind {
        case .number, .duration:
            return try literal(number(token), at: token.range, fault: token.range)
        case .leftParenthesis:
            let inner = try parseDuration()
            let close = try expect(.rightParenthesis)
            try requireDurationExpressions(inner.range)
            let range = token.range.lowerBound..<close.range.upperBound
            return DurationExpression(inner.kind, at: range, isParenthesized: true)
        case .keyword(.step), .keyword(.range):
            try expect(.leftParenthesis)
            let range = token.range.lowerBound..<(try expect(.rightParenthesis)).range.upperBound
            try requireDurationExpressions(range, since: Language.stepInDurations)
            return DurationExpression(token.kind == .keyword(.step) ? .step : .range, at: range)
        case .keyword(.minOf), .keyword(.maxOf):
            try expect(.leftParenthesis)
            let left = try parseDuration()
            try expect(.comma)
            let right = try parseDuration()
            let range = token.range.lowerBound..<(try expect(.rightParenthesis)).range.upperBound
            try requireDurationExpressions(range, since: Language.minAndMaxOf)
            let isMinimum = token.kind == .keyword(.minOf)
            return DurationExpression(isMinimum ? .minOf(left, right) : .maxOf(left, right), at: range)
        default:
            throw unexpected(token)
        }
    }

    /// Applies a sign: to the value of a plain number, and as an operation to anything else.
    private func signed(_ operand: DurationExpression, _ sign: Token) throws(PromQLError) -> DurationExpression {
        let isNegation = sign.kind == .binaryOperator(.subtract)
        let range = sign.range.lowerBound..<operand.range.upperBound
        if var number = operand.literal {
            if isNegation { number.value.negate() }
            return try literal(number, at: range, fault: sign.range)
        }
        return isNegation ? DurationExpression(.negation(operand), at: range) : operand
    }

    private func literal(
        _ number: NumberLiteral, at range: Range<Int>, fault: Range<Int>
    ) throws(PromQLError) -> DurationExpression {
        guard abs(number.value) <= 0x1p63 / 1e9 || number.value.isNaN else {
            throw PromQLError("duration out of range", at: fault)
        }
        return DurationExpression(.literal(number), at: range)
    }

    private func requireDurationExpressions(
        _ range: Range<Int>, since version: Version = Language.durationArithmetic
    ) throws(PromQLError) {
        try language.require(version, for: "this duration expression", at: range)
        guard !language.has(.durationExpressions) else { return }
        throw disabled("experimental duration expression is not enabled", .durationExpressions, range)
    }
}

extension Token {
    fileprivate var isSign: Bool { kind == .binaryOperator(.add) || kind == .binaryOperator(.subtract) }
}

extension BinaryOperator {
    fileprivate var isArithmetic: Bool {
        switch self {
        case .add, .subtract, .multiply, .divide, .modulo, .power: true
        default: false
        }
    }
}
