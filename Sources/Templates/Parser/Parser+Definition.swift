extension Parser {
    /// `{{define "name"}}`, of which the keyword has been taken.
    mutating func define(from delimiter: Token, _ keyword: Token) throws(TemplateError) -> Template.Node {
        let context = "define clause"
        let outer = enter()
        let name = try templateName(context)
        let close = nextNonSpace()
        guard close.kind == .rightDelimiter else { throw unexpected(close, context) }
        let (body, ending) = try list(of: keyword)
        if case .else = ending { throw error("unexpected {{else}} in \(context)", at: latest.range) }
        let definition = Template.Definition(name: name, body: body)
        try add(definition)
        scope = outer
        return Template.Node(kind: .define(definition), range: delimiter.range.lowerBound..<end)
    }

    /// `{{block "name" pipeline}}`, of which the keyword has been taken.
    mutating func block(_ keyword: Token) throws(TemplateError) -> Template.Node.Kind {
        let context = "block clause"
        try descend(at: keyword.range)
        defer { depth -= 1 }
        let name = try templateName(context)
        let pipeline = try pipeline(context, until: .rightDelimiter)
        let opening = latest.range.lowerBound
        let outer = enter()
        let (body, ending) = try list(of: keyword)
        if case .else = ending {
            throw error("unexpected {{else}} in \(context)", at: latest.range, line: line(at: opening))
        }
        let definition = Template.Definition(name: name, body: body)
        try add(definition)
        scope = outer
        return .block(definition, pipeline)
    }

    /// `{{template "name"}}` or `{{template "name" pipeline}}`, of which the keyword has been taken.
    mutating func template() throws(TemplateError) -> Template.Node.Kind {
        let context = "template clause"
        let name = try templateName(context)
        let following = nextNonSpace()
        if following.kind == .rightDelimiter { return .template(name: name, nil) }
        push(following)
        return .template(name: name, try pipeline(context, until: .rightDelimiter))
    }

    private mutating func templateName(_ context: String) throws(TemplateError) -> Template.StringLiteral {
        let token = nextNonSpace()
        guard token.kind == .string || token.kind == .rawString else { throw unexpected(token, context) }
        return try string(token)
    }

    /// Starts a definition, which sees no variables of the template around it.
    private mutating func enter() -> Scope {
        let outer = scope
        scope = Scope(isDefinition: true)
        return outer
    }

    /// Of two definitions with one name, one must be blank: the other one counts.
    private mutating func add(_ definition: Template.Definition) throws(TemplateError) {
        let name = definition.name.value
        if let earlier = definitions[name], !isBlank(earlier.body) {
            if isBlank(definition.body) { return }
            throw error(
                "template: multiple definition of template \(GoText.quoted(name.utf8))", at: definition.name.range)
        }
        definitions[name] = definition
    }

    private func isBlank(_ body: [Template.Node]) -> Bool {
        body.allSatisfy { node in
            guard case .text = node.kind else { return false }
            let text = String(decoding: lexer.bytes[node.range], as: UTF8.self)
            return text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
        }
    }
}
