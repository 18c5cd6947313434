extension Parser {
    /// What a list of nodes is made of, and what ends it.
    enum Item {
        case node(Template.Node)
        case end
        case `else`
    }

    mutating func item() throws(TemplateError) -> Item {
        let token = nextNonSpace()
        switch token.kind {
        case .text:
            try count(token.range)
            return .node(Template.Node(kind: .text, range: token.range))
        case .leftDelimiter:
            scope.actionStart = token.range.lowerBound
            let item = try action(from: token)
            scope.actionStart = nil
            return item
        default: throw unexpected(token, "input")
        }
    }

    /// Items up to `{{end}}` or `{{else}}`, which is taken too.
    mutating func list(of keyword: Token) throws(TemplateError) -> (nodes: [Template.Node], ending: Item) {
        var nodes: [Template.Node] = []
        while peekNonSpace().kind != .endOfText {
            let item = try item()
            guard case .node(let node) = item else { return (nodes, item) }
            nodes.append(node)
        }
        let place = lexer.bytes.count..<lexer.bytes.count
        let line = line(at: keyword.range.lowerBound)
        throw error(
            "unexpected EOF", at: place, hint: "the {{\(text(keyword))}} on line \(line) of the text lacks its {{end}}")
    }

    private mutating func action(from delimiter: Token) throws(TemplateError) -> Item {
        let token = nextNonSpace()
        try count(token.range)
        let kind: Template.Node.Kind
        switch token.kind {
        case .end:
            try expect(.rightDelimiter, in: "end")
            return .end
        case .else:
            // `{{else if` and `{{else with`: the keyword is left to the block that goes on.
            let following = peekNonSpace()
            if following.kind != .if, following.kind != .with { try expect(.rightDelimiter, in: "else") }
            return .else
        case .if: kind = .branch(try branch(.if, token))
        case .with: kind = .branch(try branch(.with, token))
        case .range: kind = .branch(try branch(.range, token))
        case .block: kind = try block(token)
        case .template: kind = try template()
        case .break, .continue: kind = try leaveRange(token)
        default:
            push(token)
            kind = .action(try pipeline("command", until: .rightDelimiter))
        }
        return .node(Template.Node(kind: kind, range: delimiter.range.lowerBound..<end))
    }

    @discardableResult
    private mutating func expect(_ kind: Token.Kind, in context: String) throws(TemplateError) -> Token {
        let token = nextNonSpace()
        guard token.kind == kind else { throw unexpected(token, context) }
        return token
    }

    private mutating func leaveRange(_ keyword: Token) throws(TemplateError) -> Template.Node.Kind {
        let name = "{{\(text(keyword))}}"
        try expect(.rightDelimiter, in: name)
        guard scope.openRanges > 0 else { throw error("\(name) outside {{range}}", at: keyword.range) }
        return keyword.kind == .break ? .break : .continue
    }

    /// The keyword has been taken; goes on to the `{{end}}`.
    private mutating func branch(
        _ kind: Template.Branch.Keyword, _ keyword: Token
    ) throws(TemplateError) -> Template.Branch {
        try descend(at: keyword.range)
        defer { depth -= 1 }
        let declared = scope.declared.count
        var branch = Template.Branch(keyword: kind, arms: [])
        while true {
            let pipeline = try pipeline(kind.rawValue, until: .rightDelimiter)
            if kind == .range { scope.openRanges += 1 }
            let (body, ending) = try list(of: keyword)
            if kind == .range { scope.openRanges -= 1 }
            branch.arms.append(Template.Branch.Arm(pipeline: pipeline, body: body))
            guard case .else = ending else { break }
            if kind != .range, peek().kind == keyword.kind {
                _ = next()
                continue
            }
            let (otherwise, last) = try list(of: keyword)
            if case .else = last { throw error("expected end; found {{else}}", at: latest.range) }
            branch.otherwise = otherwise
            break
        }
        scope.forget(after: declared)
        return branch
    }
}
