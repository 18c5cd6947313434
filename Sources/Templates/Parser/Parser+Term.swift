import Spelling

extension Parser {
    /// A literal, a name, or a pipeline in parentheses; nil if none stands here.
    mutating func term() throws(TemplateError) -> Template.Operand? {
        let token = nextNonSpace()
        try count(token.range)
        let kind: Template.Operand.Kind
        switch token.kind {
        case .dot: kind = .dot
        case .nil: kind = .nil
        case .bool: kind = .bool(text(token) == "true")
        case .identifier: kind = .function(try function(token))
        case .variable: kind = .variable(try variable(token))
        case .field: return Template.Operand(kind: .field, range: token.range, fields: [field(token)])
        case .string, .rawString: kind = .string(try string(token))
        case .number, .complex, .characterConstant:
            try checkNumber(token)
            kind = .number
        case .leftParenthesis:
            try descend(at: token.range)
            defer { depth -= 1 }
            kind = .parenthesized(try pipeline("parenthesized pipeline", until: .rightParenthesis))
            return Template.Operand(kind: kind, range: token.range.lowerBound..<end)
        default:
            push(token)
            return nil
        }
        return Template.Operand(kind: kind, range: token.range)
    }

    mutating func string(_ token: Token) throws(TemplateError) -> Template.StringLiteral {
        let bytes = lexer.bytes[token.range]
        guard let value = GoLiteral.unquoted(bytes) else {
            throw error(
                "invalid syntax", at: token.range,
                hint: "an escape in this string is wrong; a backslash is written \\\\")
        }
        let isVerbatim = bytes.dropFirst().dropLast().elementsEqual(value.utf8)
        return Template.StringLiteral(value: value, range: token.range, isVerbatim: isVerbatim)
    }

    private func checkNumber(_ token: Token) throws(TemplateError) {
        let bytes = lexer.bytes[token.range]
        let fault =
            switch token.kind {
            case .characterConstant: GoLiteral.characterFault(bytes)
            case .complex: GoNumber.complexFault(bytes)
            default: GoNumber.fault(bytes)
            }
        guard let fault else { return }
        let hint = token.kind == .characterConstant ? "strings are written with double quotes" : nil
        throw error(fault, at: token.range, hint: hint)
    }

    private func function(_ token: Token) throws(TemplateError) -> String {
        let name = text(token)
        if TemplateFunction.names.contains(name) { return name }
        let suggestion = TemplateFunction.suggestion(for: name)
        throw error(
            "function \(GoText.quoted(name.utf8)) not defined", at: token.range, hint: suggestion.hint,
            replacement: suggestion.replacement)
    }

    private func variable(_ token: Token) throws(TemplateError) -> String {
        let name = text(token)
        if scope.variables[name] != nil { return name }
        let message = "undefined variable \(GoText.quoted(name.utf8))"
        if scope.isDefinition, let field = Template.predefinedVariables[name] {
            let hint = "a definition sees no variables from outside: pass it the dot, and read .\(field)"
            throw error(message, at: token.range, hint: hint)
        }
        let known = scope.variables.keys.filter { $0 != "$" }
        guard let meant = Spelling.onlyNearest(to: name, among: known) else { throw error(message, at: token.range) }
        throw error(message, at: token.range, hint: "did you mean \(meant)?", replacement: meant)
    }
}
