extension Parser {
    func error(
        _ message: String, at range: Range<Int>, hint: String? = nil, replacement: String? = nil, line: Int? = nil,
        actionLine: Int? = nil
    ) -> TemplateError {
        TemplateError(
            message, at: range, hint: hint, replacement: replacement,
            line: line ?? self.line(at: latest.range.lowerBound), actionLine: actionLine)
    }

    func unexpected(_ token: Token, _ context: String) -> TemplateError {
        if token.kind == .error, let fault = lexer.fault {
            var actionLine: Int?
            if let start = scope.actionStart, line(at: start) != line(at: token.range.lowerBound) {
                actionLine = line(at: start)
            }
            return error(fault.message, at: fault.range, hint: fault.hint, actionLine: actionLine)
        }
        return error("unexpected \(describe(token)) in \(context)", at: token.range, hint: hint(for: token))
    }

    private func hint(for token: Token) -> String? {
        switch token.kind {
        case .define: return "templates are defined at top level only"
        case .character:
            switch lexer.bytes[token.range.lowerBound] {
            case UInt8(ascii: "{"): return "to print a brace before an action write {{\"{\"}}"
            case UInt8(ascii: "}"): return "an action ends with }}"
            case UInt8(ascii: "/") where lexer.hasPrefix("/*", at: token.range.lowerBound):
                return "a comment is written {{/* like this */}}, with no space before /*"
            case UInt8(ascii: ","): return "arguments are separated by space"
            case let byte where "+-*/%<>!&".utf8.contains(byte):
                return "there are no operators; compute in the rule's expression, compare with functions such as gt"
            default: return nil
            }
        default: return nil
        }
    }

    private func describe(_ token: Token) -> String {
        let bytes = lexer.bytes[token.range]
        if token.kind == .endOfText { return "EOF" }
        if token.kind.isKeyword { return "<\(text(token))>" }
        return bytes.count > 10 ? GoText.abbreviated(bytes) : GoText.quoted(bytes)
    }

    /// The text's line, counted from 1.
    func line(at position: Int) -> Int {
        1 + lexer.bytes[..<min(position, lexer.bytes.count)].count { $0 == UInt8(ascii: "\n") }
    }
}
