extension Parser {
    /// Parses an expression that is all of the input.
    mutating func parseWhole() throws(PromQLError) -> Expression {
        if try peek().kind == .endOfInput { throw PromQLError("no expression found in input", at: 0..<0) }
        let expression = try parseExpression()
        let end = try peek()
        if end.kind != .endOfInput { throw unexpected(end) }
        return expression
    }

    /// Parses operands joined by operators that bind at least that tightly.
    mutating func parseExpression(minimum: Int = 0) throws(PromQLError) -> Expression {
        try nested { parser throws(PromQLError) in
            var left = try parser.parseOperand()
            var operators = 0
            while case .binaryOperator(let symbol) = try parser.peek().kind, symbol.precedence >= minimum {
                left = try parser.parseOperation(on: left, symbol)
                operators += 1
                guard operators < Limits.operators else {
                    throw PromQLError("more than \(Limits.operators) operators in a row", at: left.range)
                }
            }
            return left
        }
    }

    private mutating func parseOperation(
        on left: Expression, _ symbol: BinaryOperator
    ) throws(PromQLError) -> Expression {
        let token = try next()
        if symbol == .trimUpper || symbol == .trimLower {
            try language.require(Language.trimming, for: "the operator \(symbol.rawValue)", at: token.range)
        }
        let (returnsBool, matching) = try parseMatching()
        let right = try parseExpression(minimum: symbol == .power ? symbol.precedence : symbol.precedence + 1)
        let operation = BinaryOperation(
            left: left, symbol: symbol, symbolRange: token.range, right: right, returnsBool: returnsBool,
            matching: matching)
        let expression = Expression(.binary(operation), at: left.range.lowerBound..<right.range.upperBound)
        if matching.fillLeft != nil || matching.fillRight != nil {
            try language.require(Language.fill, for: "fill", at: expression.range)
            if !language.has(.fillModifiers) {
                let message = "binop fill modifiers are experimental and not enabled"
                throw disabled(message, .fillModifiers, expression.range)
            }
        }
        return try checked(expression)
    }

    /// Parses what operators join. A sign binds like multiplication: `-a^2` is `-(a^2)`.
    private mutating func parseOperand() throws(PromQLError) -> Expression {
        let sign = try peek()
        guard sign.kind == .binaryOperator(.add) || sign.kind == .binaryOperator(.subtract) else {
            return try parseModifiers(of: parsePrimary())
        }
        try next()
        let operand = try parseExpression(minimum: BinaryOperator.power.precedence)
        let isNegation = sign.kind == .binaryOperator(.subtract)
        let range = sign.range.lowerBound..<operand.range.upperBound
        if case .number(var number) = operand.kind {
            if isNegation { number.value.negate() }
            return Expression(.number(number), at: range)
        }
        return try checked(Expression(.unary(UnaryOperation(isNegation: isNegation, operand: operand)), at: range))
    }

    private mutating func parsePrimary() throws(PromQLError) -> Expression {
        let token = try next()
        switch token.kind {
        case .number, .duration:
            return Expression(.number(try number(token)), at: token.range)
        case .string:
            return Expression(.string(StringLiteral(bytes: StringEscape.unquoted(bytes[token.range]))), at: token.range)
        case .leftParenthesis:
            let inner = try parseExpression()
            let close = try expect(.rightParenthesis)
            let range = token.range.lowerBound..<close.range.upperBound
            return try checked(Expression(.parentheses(inner), at: range))
        case .aggregator(let aggregator):
            if try peek().startsAggregation { return try parseAggregation(aggregator, token) }
        default:
            if token.namesFunction, try peek().kind == .leftParenthesis { return try parseCall(token) }
        }
        let selector = try parseSelector(token)
        return Expression(.vector(VectorSelector(selector: selector)), at: selector.range)
    }

    func disabled(_ message: String, _ feature: Language.Feature, _ range: Range<Int>) -> PromQLError {
        PromQLError(message, at: range, hint: "enable it with --enable-feature=\(feature.rawValue)")
    }
}

extension Token {
    /// Whether it names a function when a parenthesis follows.
    fileprivate var namesFunction: Bool {
        switch kind {
        case .identifier: true
        case .keyword(let word): word.namesFunction
        default: false
        }
    }

    /// Whether it follows the name of an aggregation, which else is the name of a metric.
    fileprivate var startsAggregation: Bool {
        kind == .leftParenthesis || kind == .keyword(.by) || kind == .keyword(.without)
    }

    var startsExpression: Bool {
        switch kind {
        case .number, .duration, .string, .leftParenthesis, .leftBrace: true
        case .binaryOperator(let symbol): symbol == .add || symbol == .subtract || namesMetric
        default: namesMetric
        }
    }
}
