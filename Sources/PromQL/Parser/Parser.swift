/// Reads PromQL by recursive descent, one token ahead, and stops at the first fault.
///
/// Which faults there are, what they are called and in which order they are found follows Prometheus' own parser, so
/// that a user meets the message Prometheus would log.
struct Parser {
    private(set) var lexer: Lexer
    private var lookahead: Token?
    /// What is being parsed, outermost first; the innermost goes into the message about an unexpected token.
    var contexts: [Context] = []

    init(_ text: String) { lexer = Lexer(text) }

    enum Context {
        case labelMatching(expected: String)

        var description: (place: String, expected: String) {
            switch self {
            case .labelMatching(let expected): ("label matching", expected)
            }
        }
    }

    var bytes: [UInt8] { lexer.bytes }

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

    mutating func expect(_ kind: Token.Kind) throws(PromQLError) -> Token {
        guard let token = try accept(kind) else { throw unexpected(try peek()) }
        return token
    }

    func unexpected(_ token: Token) -> PromQLError {
        var message = "unexpected \(token.description(in: bytes))"
        if let (place, expected) = contexts.last?.description {
            message += " in \(place)"
            if !expected.isEmpty { message += ", expected \(expected)" }
        }
        return PromQLError(message, at: token.range)
    }

    func text(of token: Token) -> String { String(decoding: bytes[token.range], as: UTF8.self) }
}
