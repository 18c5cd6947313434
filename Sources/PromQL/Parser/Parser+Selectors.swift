import Regex

extension Parser {
    /// Parses a selector that is all of the input.
    mutating func parseLoneSelector(selectsSome: Bool = true) throws(PromQLError) -> Selector {
        let token = try next()
        if token.kind == .endOfInput { throw PromQLError("no series selector found in input", at: token.range) }
        let selector = try parseSelector(token)
        let end = try peek()
        if end.kind != .endOfInput { throw unexpected(end) }
        if selectsSome { try selector.check() }
        return selector
    }

    /// Parses `name`, `name{...}` or `{...}`, of which the first token has been taken.
    mutating func parseSelector(_ first: Token) throws(PromQLError) -> Selector {
        if first.kind == .leftBrace {
            let (matchers, end) = try parseMatchers()
            return Selector(name: nil, matchers: matchers, range: first.range.lowerBound..<end)
        }
        guard first.namesMetric else { throw unexpected(first) }
        guard try accept(.leftBrace) != nil else {
            return Selector(name: text(of: first), matchers: [], range: first.range)
        }
        let (matchers, end) = try parseMatchers()
        return Selector(name: text(of: first), matchers: matchers, range: first.range.lowerBound..<end)
    }

    /// Parses what follows `{`, and says where it ends.
    private mutating func parseMatchers() throws(PromQLError) -> ([Matcher], end: Int) {
        try parse(in: .labelMatching) { parser throws(PromQLError) in
            var matchers: [Matcher] = []
            while try parser.peek().kind != .rightBrace {
                matchers.append(try parser.parseMatcher())
                parser.expecting("\",\" or \"}\"")
                if try parser.accept(.comma) == nil { break }
                parser.expecting("identifier or \"}\"")
            }
            let close = try parser.expect(.rightBrace)
            return (matchers, end: close.range.upperBound)
        }
    }

    /// Parses `label="value"`, `"label"="value"` or `"metric"`.
    private mutating func parseMatcher() throws(PromQLError) -> Matcher {
        let label = try next()
        let name: [UInt8]
        switch label.kind {
        case .identifier: name = Array(bytes[label.range])
        case .string:
            try language.require(Language.quotedNames, for: "a quoted name", at: label.range)
            name = StringEscape.unquoted(bytes[label.range])
        default: throw unexpected(label)
        }
        let symbol = try peek()
        guard let type = symbol.matchType else {
            if label.kind == .string { return Matcher(metricName: name, range: label.range) }
            expecting("label matching operator")
            throw unexpected(symbol)
        }
        try next()
        expecting("string")
        let value = try expect(.string)
        do throws(RegexError) {
            return try Matcher(
                name: String(decoding: name, as: UTF8.self), type: type,
                bytes: StringEscape.unquoted(bytes[value.range]),
                range: label.range.lowerBound..<value.range.upperBound, patterns: patterns)
        } catch {
            throw patternError(error, in: value)
        }
    }

    /// Places a pattern's fault within the string that holds the pattern.
    private func patternError(_ error: RegexError, in token: Token) -> PromQLError {
        // Only where nothing is escaped do bytes of the value stand where they stand in the expression.
        guard error.pattern.utf8.count == token.range.count - 2 else {
            return PromQLError(error.message, at: token.range, hint: error.advice)
        }
        let start = token.range.lowerBound + 1
        let range = start + error.range.lowerBound..<start + error.range.upperBound
        return PromQLError(error.message, at: range, hint: error.advice)
    }
}

extension Token {
    /// Whether it can be a metric's name where an expression starts; most keywords can.
    var namesMetric: Bool {
        switch kind {
        case .identifier, .metricIdentifier, .aggregator: true
        case .binaryOperator(let word): word.isSetOperator
        case .keyword(let word): ![.on, .ignoring, .bool, .groupLeft, .groupRight].contains(word)
        default: false
        }
    }

    fileprivate var matchType: Matcher.MatchType? {
        switch kind {
        case .assign: .equal
        case .binaryOperator(.notEqual): .notEqual
        case .equalRegex: .regex
        case .notEqualRegex: .notRegex
        default: nil
        }
    }
}
