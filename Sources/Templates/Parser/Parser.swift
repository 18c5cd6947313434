/// Builds a template's tree; accepts and refuses what `text/template/parse` does, in the same order.
struct Parser {
    var lexer: Lexer
    /// Tokens read ahead, the next one last; no more than three.
    private var pending: [Token] = []
    /// The token that the lexer read last: Go's messages name its line.
    var latest = Token(kind: .endOfText, range: 0..<0)
    /// End of the token that the parser took last.
    var end = 0
    var scope = Scope.root
    var definitions: [String: Template.Definition] = [:]
    var reassigned: Set<String> = []
    var depth = 0
    private var nodes = 0

    /// What a `{{define}}` or `{{block}}` does not share with the template around it.
    struct Scope {
        /// Variables, and how often each is declared.
        var variables: [String: Int] = ["$": 1]
        var declared: [String] = []
        var openRanges = 0
        /// Start of the action that is being read.
        var actionStart: Int?
        var isDefinition = false

        /// The template itself, which begins with Prometheus' variables.
        static let root: Scope = {
            var scope = Scope()
            for name in Template.predefinedVariables.keys { scope.declare(name) }
            return scope
        }()

        mutating func declare(_ name: String) {
            variables[name, default: 0] += 1
            declared.append(name)
        }

        /// Forgets the variables declared after the first `count`.
        mutating func forget(after count: Int) {
            while declared.count > count, let name = declared.popLast() {
                if let times = variables[name], times > 1 {
                    variables[name] = times - 1
                } else {
                    variables[name] = nil
                }
            }
        }
    }

    init(_ bytes: [UInt8]) { lexer = Lexer(bytes) }

    mutating func parse() throws(TemplateError) -> Template.Parsed {
        var body: [Template.Node] = []
        while peek().kind != .endOfText {
            if peek().kind == .leftDelimiter {
                let delimiter = next()
                let keyword = nextNonSpace()
                if keyword.kind == .define {
                    body.append(try define(from: delimiter, keyword))
                    continue
                }
                push(keyword)
                push(delimiter)
            }
            switch try item() {
            case .node(let node): body.append(node)
            case .end: throw error("unexpected {{end}}", at: latest.range, hint: "no block is open here")
            case .else: throw error("unexpected {{else}}", at: latest.range, hint: "no block is open here")
            }
        }
        return Template.Parsed(body: body, definitions: definitions, reassigned: reassigned)
    }
}

extension Parser {
    mutating func next() -> Token {
        let token = pending.popLast() ?? read()
        end = token.range.upperBound
        return token
    }

    mutating func peek() -> Token {
        if let token = pending.last { return token }
        let token = read()
        pending.append(token)
        return token
    }

    /// Puts a token back: it is the next one.
    mutating func push(_ token: Token) { pending.append(token) }

    mutating func nextNonSpace() -> Token {
        while true {
            let token = next()
            if token.kind != .space { return token }
        }
    }

    mutating func peekNonSpace() -> Token {
        let token = nextNonSpace()
        push(token)
        return token
    }

    private mutating func read() -> Token {
        latest = lexer.next()
        return latest
    }

    func text(_ token: Token) -> String { String(decoding: lexer.bytes[token.range], as: UTF8.self) }

    /// Counts what takes memory.
    mutating func count(_ range: Range<Int>) throws(TemplateError) {
        nodes += 1
        guard nodes <= Template.maximumNodes else {
            throw error("template has more than \(Template.maximumNodes) parts", at: range)
        }
    }

    /// Goes one level deeper; the caller comes back up.
    mutating func descend(at range: Range<Int>) throws(TemplateError) {
        guard depth < Template.maximumDepth else {
            throw error(
                "template nests more than \(Template.maximumDepth) levels deep", at: range,
                hint: "this is cardscan's limit, not Prometheus'")
        }
        depth += 1
    }
}
