/// Reads PromQL by recursive descent, one token ahead, and stops at the first fault.
///
/// Which faults there are, what they are called and in which order they are found follows Prometheus' own parser, so
/// that a user meets the message Prometheus would log.
struct Parser {
    let language: Language
    private(set) var lexer: Lexer
    private var lookahead: Token?
    /// What is being parsed, outermost first; the innermost goes into the message about an unexpected token.
    private var contexts: [Context] = []
    private var depth = 0

    /// What is refused though Prometheus would not: nesting that would exhaust a stack here.
    enum Limits {
        static let nesting = 200
        static let depth = 500
        static let operators = 5_000
    }

    let patterns: PatternCache

    init(_ text: String, language: Language = .standard, patterns: PatternCache = PatternCache()) {
        self.language = language
        self.patterns = patterns
        lexer = Lexer(text)
    }

    var bytes: [UInt8] { lexer.bytes }
    /// Where the comments read so far stand.
    var comments: [Range<Int>] { lexer.comments }

    // MARK: Tokens

    mutating func peek() throws(PromQLError) -> Token {
        if let lookahead { return lookahead }
        let token = try lexer.next()
        lookahead = token
        return token
    }

    @discardableResult
    mutating func next() throws(PromQLError) -> Token {
        let token = try peek()
        lookahead = nil
        return token
    }

    /// Takes the next token if it is of that kind.
    mutating func accept(_ kind: Token.Kind) throws(PromQLError) -> Token? {
        guard try peek().kind == kind else { return nil }
        return try next()
    }

    @discardableResult
    mutating func expect(_ kind: Token.Kind) throws(PromQLError) -> Token {
        guard let token = try accept(kind) else { throw unexpected(try peek()) }
        return token
    }

    func text(of token: Token) -> String { String(decoding: bytes[token.range], as: UTF8.self) }

    // MARK: Errors

    /// A construct an unexpected token may stand in, with what may follow there.
    struct Context {
        var place: String
        var expected = ""

        static let aggregation = Context(place: "aggregation")
        static let at = Context(place: "@", expected: "timestamp")
        static let offset = Context(place: "offset", expected: durations)
        static let labelMatching = Context(place: "label matching", expected: "identifier or \"}\"")
        static let grouping = Context(place: "grouping opts", expected: "\"(\"")
        static let brackets = Context(place: "subquery or range selector", expected: durations)
        static let afterLength = Context(place: "subquery or range", expected: "\":\" or \"]\"")
        static let subquery = Context(place: "subquery selector", expected: durations + ", or \"]\"")

        private static let durations = "number, duration, step(), or range()"
    }

    /// Parses within a context, which ends with it.
    mutating func parse<Result>(
        in context: Context, _ body: (inout Parser) throws(PromQLError) -> Result
    ) throws(PromQLError) -> Result {
        contexts.append(context)
        defer { contexts.removeLast() }
        return try body(&self)
    }

    /// Replaces the innermost context by the one that what has been parsed leads to.
    mutating func enter(_ context: Context) { contexts[contexts.count - 1] = context }

    /// Changes what may follow in the innermost context.
    mutating func expecting(_ expected: String) { contexts[contexts.count - 1].expected = expected }

    func unexpected(_ token: Token) -> PromQLError {
        var message = "unexpected \(token.description(in: bytes))"
        if let context = contexts.last {
            message += " in \(context.place)"
            if !context.expected.isEmpty { message += ", expected \(context.expected)" }
        }
        return PromQLError(message, at: token.range)
    }

    // MARK: Limits

    /// Parses something that may hold itself.
    mutating func nested<Result>(
        _ body: (inout Parser) throws(PromQLError) -> Result
    ) throws(PromQLError) -> Result {
        guard depth < Limits.nesting else {
            let token = try peek()
            throw PromQLError("expression nests more than \(Limits.nesting) levels", at: token.range)
        }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    func checked(_ expression: Expression) throws(PromQLError) -> Expression {
        try checkDepth(expression.depth, expression.range)
        return expression
    }

    func checkDepth(_ depth: Int, _ range: Range<Int>) throws(PromQLError) {
        guard depth > Limits.depth else { return }
        throw PromQLError("expression nests more than \(Limits.depth) levels", at: range)
    }
}
