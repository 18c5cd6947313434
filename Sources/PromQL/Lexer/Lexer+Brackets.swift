extension Lexer {
    /// Within `[]`, up to the first number: a duration expression.
    mutating func nextInDuration() throws(PromQLError) -> Token.Kind? {
        guard let byte = peek() else { throw error("unexpected end of input in duration expression") }
        if byte.isSpace {
            skip(while: \.isSpace)
            return nil
        }
        if byte.isASCIIDigit || byte == UInt8(ascii: ".") && peek(1)?.isASCIIDigit == true {
            brackets.sawDuration = true
            brackets.expectsDuration = false
            return try numberOrDuration()
        }
        if byte.isIdentifierStart {
            if let kind = durationWord() { return kind }
            position = start
            throw unexpectedCharacter("unexpected character in duration expression:")
        }
        position += 1
        switch byte {
        case UInt8(ascii: "+"): return .binaryOperator(.add)
        case UInt8(ascii: "-"): return .binaryOperator(.subtract)
        case UInt8(ascii: "*"): return .binaryOperator(.multiply)
        case UInt8(ascii: "/"): return .binaryOperator(.divide)
        case UInt8(ascii: "%"): return .binaryOperator(.modulo)
        case UInt8(ascii: "^"): return .binaryOperator(.power)
        case UInt8(ascii: ","): return .comma
        case UInt8(ascii: "("):
            openParentheses += 1
            return .leftParenthesis
        case UInt8(ascii: ")"): return try rightParenthesis()
        case UInt8(ascii: ":"):
            if !brackets.sawDuration { throw error("unexpected colon before duration in duration expression") }
            if brackets.sawColon { throw error("unexpected repeated colon in duration expression") }
            brackets.sawColon = true
            return .colon
        case UInt8(ascii: "]"):
            brackets = Brackets(sawDuration: brackets.sawDuration)
            return .rightBracket
        default:
            position -= 1
            throw unexpectedCharacter("unexpected character in duration expression:")
        }
    }

    /// Within `[]`, after the first number: the colon of a subquery, or `step`, `range`, `min_of`, `max_of`.
    mutating func wordInBrackets() throws(PromQLError) -> Token.Kind {
        if accept({ $0 == UInt8(ascii: ":") }) {
            if brackets.sawColon { throw error("unexpected colon ':'") }
            brackets.sawColon = true
            return .colon
        }
        if let kind = durationWord() { return kind }
        position = start
        let fault = unexpectedCharacter("unexpected character:")
        throw PromQLError(fault.message + ", expected ':'", at: fault.range)
    }

    private mutating func durationWord() -> Token.Kind? {
        skip(while: \.isIdentifierStart)
        return Token.durationWord(bytes[start..<position])
    }
}
