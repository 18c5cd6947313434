extension Parser {
    /// Parses what binds to an expression from behind, tighter than any operator: `[5m]`, `offset 5m`, `@ 0`.
    mutating func parseModifiers(of expression: Expression) throws(PromQLError) -> Expression {
        var expression = expression
        while true {
            switch try peek().kind {
            case .leftBracket: expression = try parseBrackets(after: expression)
            case .keyword(.offset): expression = try parseOffset(of: expression)
            case .at: expression = try parseInstant(of: expression)
            case .keyword(.anchored): expression = try parseExtent(of: expression, .anchored)
            case .keyword(.smoothed): expression = try parseExtent(of: expression, .smoothed)
            default: return expression
            }
            expression = try checked(expression)
        }
    }

    // MARK: Ranges and subqueries

    private mutating func parseBrackets(after expression: Expression) throws(PromQLError) -> Expression {
        let open = try next()
        return try parse(in: .brackets) { parser throws(PromQLError) in
            let length = try parser.parsePositiveDuration()
            parser.enter(.afterLength)
            let separator = try parser.next()
            switch separator.kind {
            case .rightBracket:
                return try parser.rangeSelector(expression, length, open.range.lowerBound..<separator.range.upperBound)
            case .colon:
                parser.enter(.subquery)
                var step: TimeAmount?
                if try parser.peek().kind != .rightBracket {
                    step = try parser.parsePositiveDuration()
                    parser.expecting("\"]\"")
                }
                let close = try parser.expect(.rightBracket)
                let subquery = Subquery(expression: expression, length: length, step: step)
                return Expression(.subquery(subquery), at: expression.range.lowerBound..<close.range.upperBound)
            default:
                throw parser.unexpected(separator)
            }
        }
    }

    private func rangeSelector(
        _ expression: Expression, _ length: TimeAmount, _ brackets: Range<Int>
    ) throws(PromQLError) -> Expression {
        guard case .vector(let vector) = expression.kind else {
            throw PromQLError(
                "ranges only allowed for vector selectors", at: brackets,
                hint: "a subquery over any expression has a colon: [5m:]")
        }
        if vector.time.offset != nil {
            throw PromQLError("no offset modifiers allowed before range", at: brackets, hint: "put it behind the range")
        }
        if vector.time.at != nil {
            throw PromQLError("no @ modifiers allowed before range", at: brackets, hint: "put it behind the range")
        }
        let selector = RangeSelector(vector: vector, length: length)
        return Expression(.range(selector), at: expression.range.lowerBound..<brackets.upperBound)
    }

    // MARK: offset and @

    private mutating func parseOffset(of expression: Expression) throws(PromQLError) -> Expression {
        try next()
        let (offset, end) = try parse(in: .offset) { parser throws(PromQLError) in try parser.parseOffsetDuration() }
        return try changingTime(of: expression, to: end, by: "offset") { time throws(PromQLError) in
            if time.offset != nil { throw PromQLError("offset may not be set multiple times", at: expression.range) }
            if case .constant(let span) = offset, span.nanoseconds == 0 { return }
            time.offset = offset
        }
    }

    private mutating func parseInstant(of expression: Expression) throws(PromQLError) -> Expression {
        try next()
        let (instant, end) = try parse(in: .at) { parser throws(PromQLError) in try parser.parseInstant(expression) }
        return try changingTime(of: expression, to: end, by: "@") { time throws(PromQLError) in
            if time.at != nil {
                throw PromQLError("@ <timestamp> may not be set multiple times", at: expression.range)
            }
            time.at = instant
        }
    }

    private mutating func parseInstant(
        _ expression: Expression
    ) throws(PromQLError) -> (TimeModifiers.Instant, end: Int) {
        var token = try next()
        if token.kind == .keyword(.start) || token.kind == .keyword(.end) {
            try expect(.leftParenthesis)
            let close = try expect(.rightParenthesis)
            return (token.kind == .keyword(.start) ? .start : .end, close.range.upperBound)
        }
        let isNegative = token.kind == .binaryOperator(.subtract)
        if isNegative || token.kind == .binaryOperator(.add) { token = try next() }
        guard token.kind == .number || token.kind == .duration else { throw unexpected(token) }
        let value = try number(token).value
        let seconds = isNegative ? -value : value
        guard abs(seconds) < 0x1p63 else {
            let text = Printer.fixed(seconds)
            throw PromQLError("timestamp out of bounds for @ modifier: \(text)", at: expression.range)
        }
        let milliseconds = (seconds * 1000).rounded(.toNearestOrAwayFromZero)
        return (.milliseconds(Int64(exactly: milliseconds) ?? .min), token.range.upperBound)
    }

    /// Changes the time modifiers of a selector or a subquery, whose range then reaches to `end`.
    private func changingTime(
        of expression: Expression, to end: Int, by modifier: String,
        _ change: (inout TimeModifiers) throws(PromQLError) -> Void
    ) throws(PromQLError) -> Expression {
        let range = expression.range.lowerBound..<end
        func changed(_ selector: VectorSelector) throws(PromQLError) -> VectorSelector {
            var time = selector.time
            try change(&time)
            return VectorSelector(selector: selector.selector, time: time, extent: selector.extent)
        }
        switch expression.kind {
        case .vector(let selector):
            return Expression(.vector(try changed(selector)), at: range)
        case .range(let selector):
            let changed = RangeSelector(vector: try changed(selector.vector), length: selector.length)
            return Expression(.range(changed), at: range)
        case .subquery(let subquery):
            var time = subquery.time
            try change(&time)
            let changed = Subquery(
                expression: subquery.expression, length: subquery.length, step: subquery.step, time: time)
            return Expression(.subquery(changed), at: range)
        default:
            let selectors = "an instant vector selector or range vector selector or a subquery"
            throw PromQLError("\(modifier) modifier must be preceded by \(selectors)", at: expression.range)
        }
    }

    // MARK: anchored and smoothed

    private mutating func parseExtent(
        of expression: Expression, _ extent: RangeExtent
    ) throws(PromQLError) -> Expression {
        let word = try next()
        let range = expression.range.lowerBound..<word.range.upperBound
        try language.require(Language.extendedRanges, for: "the modifier \(extent.rawValue)", at: word.range)
        guard language.has(.extendedRangeSelectors) else {
            let message = "\(extent.rawValue) modifier is experimental and not enabled"
            throw disabled(message, .extendedRangeSelectors, expression.range)
        }
        func changed(_ selector: VectorSelector) throws(PromQLError) -> VectorSelector {
            if let other = selector.extent, other != extent {
                throw PromQLError("anchored and smoothed modifiers cannot be used together", at: expression.range)
            }
            return VectorSelector(selector: selector.selector, time: selector.time, extent: extent)
        }
        switch expression.kind {
        case .vector(let selector):
            return Expression(.vector(try changed(selector)), at: range)
        case .range(let selector):
            let changed = RangeSelector(vector: try changed(selector.vector), length: selector.length)
            return Expression(.range(changed), at: range)
        case .subquery:
            throw PromQLError("\(extent.rawValue) modifier is not supported for subqueries", at: expression.range)
        default:
            // Prometheus' words (`promql/parser/parse.go`), which a user may look for; the hint says what they mean.
            throw PromQLError(
                "\(extent.rawValue) modifier not implemented", at: expression.range,
                hint: "`\(extent.rawValue)` goes behind a series selector, as in `x[5m] \(extent.rawValue)`")
        }
    }
}
