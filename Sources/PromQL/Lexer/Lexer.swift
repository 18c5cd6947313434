/// Cuts an expression into tokens, on demand, so that an error in one place is not reported before one further left.
///
/// What a character means depends on where it stands: within `{}` every word is a label, within `[]` a colon separates
/// and words are units of time. Those two states are kept here and not in the parser, as in Prometheus.
struct Lexer {
    let bytes: [UInt8]
    private(set) var comments: [Range<Int>] = []

    var position = 0
    /// Where the token being read starts.
    var start = 0
    var openParentheses = 0
    var isInBraces = false
    var brackets = Brackets()

    /// What has been read since `[`.
    struct Brackets {
        var isOpen = false
        /// Until the first number, brackets take duration expressions and nothing else, not even a comment.
        var expectsDuration = false
        var sawColon = false
        /// Since the expression began, and not since this bracket: Prometheus forgets to reset it.
        var sawDuration = false
    }

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The next token; `endOfInput` for ever once there are no more.
    mutating func next() throws(PromQLError) -> Token {
        while true {
            start = position
            let kind =
                if isInBraces {
                    try nextInBraces()
                } else if brackets.expectsDuration {
                    try nextInDuration()
                } else {
                    try nextInExpression()
                }
            if let kind { return Token(kind: kind, range: start..<position) }
        }
    }

    /// `nil` for space and comments, which are no tokens.
    private mutating func nextInExpression() throws(PromQLError) -> Token.Kind? {
        guard let byte = peek() else { return try endOfInput() }
        if skipSpaceOrComment() { return nil }
        if byte.isASCIIDigit || byte == UInt8(ascii: ".") && peek(1)?.isASCIIDigit == true {
            return try numberOrDuration()
        }
        if byte.isIdentifierStart || byte == UInt8(ascii: ":") {
            return brackets.isOpen ? try wordInBrackets() : word()
        }
        position += 1
        switch byte {
        case UInt8(ascii: ","): return .comma
        case UInt8(ascii: "@"): return .at
        case UInt8(ascii: "+"): return .binaryOperator(.add)
        case UInt8(ascii: "-"): return .binaryOperator(.subtract)
        case UInt8(ascii: "*"): return .binaryOperator(.multiply)
        case UInt8(ascii: "/"): return .binaryOperator(.divide)
        case UInt8(ascii: "%"): return .binaryOperator(.modulo)
        case UInt8(ascii: "^"): return .binaryOperator(.power)
        case UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">"): return try comparison(byte)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return try quotedString(byte)
        case UInt8(ascii: "`"): return try rawString()
        case UInt8(ascii: "("):
            openParentheses += 1
            return .leftParenthesis
        case UInt8(ascii: ")"): return try rightParenthesis()
        case UInt8(ascii: "{"):
            isInBraces = true
            return .leftBrace
        case UInt8(ascii: "["):
            if brackets.isOpen { throw error("unexpected left bracket '['") }
            brackets = Brackets(isOpen: true, expectsDuration: true, sawDuration: brackets.sawDuration)
            return .leftBracket
        case UInt8(ascii: "]"):
            if !brackets.isOpen { throw error("unexpected right bracket ']'") }
            brackets.isOpen = false
            return .rightBracket
        default:
            position -= 1
            throw unexpectedCharacter("unexpected character:")
        }
    }

    private func endOfInput() throws(PromQLError) -> Token.Kind {
        if openParentheses != 0 { throw error("unclosed left parenthesis") }
        if brackets.isOpen { throw error("unclosed left bracket") }
        return .endOfInput
    }

    mutating func rightParenthesis() throws(PromQLError) -> Token.Kind {
        openParentheses -= 1
        if openParentheses < 0 { throw error("unexpected right parenthesis ')'") }
        return .rightParenthesis
    }

    private mutating func comparison(_ first: UInt8) throws(PromQLError) -> Token.Kind {
        let second = peek() ?? 0
        let symbol: BinaryOperator? =
            switch (first, second) {
            case (UInt8(ascii: "="), UInt8(ascii: "=")): .equal
            case (UInt8(ascii: "!"), UInt8(ascii: "=")): .notEqual
            case (UInt8(ascii: "<"), UInt8(ascii: "=")): .lessOrEqual
            case (UInt8(ascii: ">"), UInt8(ascii: "=")): .greaterOrEqual
            case (UInt8(ascii: "<"), UInt8(ascii: "/")): .trimUpper
            case (UInt8(ascii: ">"), UInt8(ascii: "/")): .trimLower
            default: nil
            }
        if let symbol {
            position += 1
            return .binaryOperator(symbol)
        }
        switch first {
        case UInt8(ascii: "<"): return .binaryOperator(.less)
        case UInt8(ascii: ">"): return .binaryOperator(.greater)
        case UInt8(ascii: "=") where second != UInt8(ascii: "~"): return .assign
        default: throw unexpectedCharacter("unexpected character after '\(Character(Unicode.Scalar(first)))':")
        }
    }

    /// A keyword, an aggregation, a number by name, or an identifier.
    private mutating func word() -> Token.Kind {
        skip(while: \.isIdentifierPart)
        if peek() == UInt8(ascii: ":") {
            // No word with a meaning of its own has a colon.
            skip { $0.isIdentifierPart || $0 == UInt8(ascii: ":") }
            return .metricIdentifier
        }
        guard let kind = Token.word(bytes[start..<position]) else { return .identifier }
        switch kind {
        case .keyword(.fill), .keyword(.fillLeft), .keyword(.fillRight):
            // Metrics of these names were there before the modifiers, which never stand without parentheses.
            return bytes[position...].first { !$0.isSpace } == UInt8(ascii: "(") ? kind : .identifier
        default: return kind
        }
    }

    // MARK: Characters

    func peek(_ offset: Int = 0) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    mutating func accept(_ condition: (UInt8) -> Bool) -> Bool {
        guard let byte = peek(), condition(byte) else { return false }
        position += 1
        return true
    }

    mutating func skip(while condition: (UInt8) -> Bool) {
        while accept(condition) {}
    }

    mutating func skipSpaceOrComment() -> Bool {
        guard let byte = peek() else { return false }
        if byte.isSpace {
            skip(while: \.isSpace)
            return true
        }
        guard byte == UInt8(ascii: "#") else { return false }
        skip { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        comments.append(start..<position)
        return true
    }

    // MARK: Errors

    /// An error about what has been read of this token.
    func error(_ message: String) -> PromQLError { PromQLError(message, at: start..<position) }

    /// An error about the character at `position`.
    func unexpectedCharacter(_ message: String) -> PromQLError {
        guard position < bytes.count else { return PromQLError("\(message) end of input", at: position..<position) }
        let (scalar, length) = Quoting.scalar(in: bytes, at: position) ?? ("\u{FFFD}", 1)
        return PromQLError("\(message) \(Quoting.quoted(scalar))", at: position..<position + length)
    }
}

extension UInt8 {
    var isSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
    var isASCIIDigit: Bool { 0x30...0x39 ~= self }
    var isIdentifierStart: Bool { self == 0x5F || 0x41...0x5A ~= self || 0x61...0x7A ~= self }
    var isIdentifierPart: Bool { isIdentifierStart || isASCIIDigit }
    var isHexadecimalDigit: Bool { isASCIIDigit || 0x41...0x46 ~= self || 0x61...0x66 ~= self }
}
