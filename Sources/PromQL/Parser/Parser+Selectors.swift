import Regex

extension Parser {
    mutating func parseLoneSelector() throws(PromQLError) -> Selector {
        let token = try peek()
        if token.kind == .endOfInput { throw PromQLError("no series selector found in input", at: token.range) }
        let selector = try parseSelector()
        let end = try peek()
        if end.kind != .endOfInput { throw unexpected(end) }
        try selector.check()
        return selector
    }

    /// Parses `name`, `name{...}` or `{...}`.
    mutating func parseSelector() throws(PromQLError) -> Selector {
        let first = try peek()
        guard first.kind != .leftBrace else {
            let (matchers, range) = try parseMatchers()
            return Selector(name: nil, matchers: matchers, range: range)
        }
        guard first.namesMetric else { throw unexpected(first) }
        try next()
        let name = text(of: first)
        guard try peek().kind == .leftBrace else { return Selector(name: name, matchers: [], range: first.range) }
        let (matchers, range) = try parseMatchers()
        return Selector(name: name, matchers: matchers, range: first.range.lowerBound..<range.upperBound)
    }

    private mutating func parseMatchers() throws(PromQLError) -> ([Matcher], Range<Int>) {
        let open = try expect(.leftBrace)
        contexts.append(.labelMatching(expected: "identifier or \"}\""))
        defer { contexts.removeLast() }
        var matchers: [Matcher] = []
        while try peek().kind != .rightBrace {
            matchers.append(try parseMatcher())
            expectInMatchers("\",\" or \"}\"")
            if try accept(.comma) == nil { break }
            expectInMatchers("identifier or \"}\"")
        }
        let close = try expect(.rightBrace)
        return (matchers, open.range.lowerBound..<close.range.upperBound)
    }

    private mutating func expectInMatchers(_ expected: String) {
        contexts[contexts.count - 1] = .labelMatching(expected: expected)
    }

    /// Parses `label="value"`, `"label"="value"` or `"metric"`.
    private mutating func parseMatcher() throws(PromQLError) -> Matcher {
        let label = try next()
        let name: [UInt8]
        switch label.kind {
        case .identifier: name = Array(bytes[label.range])
        case .string: name = StringEscape.unquoted(bytes[label.range])
        default: throw unexpected(label)
        }
        let symbol = try peek()
        guard let type = symbol.matchType else {
            if label.kind == .string {
                return Matcher(metricName: String(decoding: name, as: UTF8.self), range: label.range)
            }
            expectInMatchers("label matching operator")
            throw unexpected(symbol)
        }
        try next()
        expectInMatchers("string")
        let value = try expect(.string)
        do throws(RegexError) {
            return try Matcher(
                name: String(decoding: name, as: UTF8.self), type: type,
                bytes: StringEscape.unquoted(bytes[value.range]),
                range: label.range.lowerBound..<value.range.upperBound)
        } catch {
            throw patternError(error, in: value)
        }
    }

    /// Places a pattern's fault within the string that holds the pattern.
    private func patternError(_ error: RegexError, in token: Token) -> PromQLError {
        let message = "error parsing regexp: \(error.kind.rawValue): `\(error.text)`: \(error.advice)"
        let body = token.range.lowerBound + 1
        // Only where nothing is escaped do bytes of the value stand where they stand in the expression.
        guard error.pattern.utf8.count == token.range.count - 2 else { return PromQLError(message, at: token.range) }
        return PromQLError(message, at: body + error.range.lowerBound..<body + error.range.upperBound)
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
