/// A piece of a template: a run of text, or one word of an action.
struct Token {
    /// Keywords come last: messages write them in angle brackets.
    enum Kind: UInt8 {
        case error, bool, character, characterConstant, complex, assign, declare, endOfText, field, identifier
        case leftDelimiter, leftParenthesis, number, pipe, rawString, rightDelimiter, rightParenthesis, space
        case string, text, variable
        case dot, block, `break`, `continue`, define, `else`, end, `if`, `nil`, range, template, with

        var isKeyword: Bool { rawValue >= Kind.dot.rawValue }

        static let keywords: [String: Kind] = [
            "block": .block, "break": .break, "continue": .continue, "define": .define, "else": .else, "end": .end,
            "if": .if, "nil": .nil, "range": .range, "template": .template, "with": .with,
        ]
    }

    var kind: Kind
    /// Bytes of the text; a field begins with its dot, a string with its quote.
    var range: Range<Int>
}
