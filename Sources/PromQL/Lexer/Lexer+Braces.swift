extension Lexer {
    /// Within `{}`: labels, matching operators and strings. Keywords are plain labels there.
    mutating func nextInBraces() throws(PromQLError) -> Token.Kind? {
        guard let byte = peek() else { throw error("unexpected end of input inside braces") }
        if skipSpaceOrComment() { return nil }
        if byte.isIdentifierStart {
            skip(while: \.isIdentifierPart)
            return .identifier
        }
        position += 1
        switch byte {
        case UInt8(ascii: ","): return .comma
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return try quotedString(byte)
        case UInt8(ascii: "`"): return try rawString()
        case UInt8(ascii: "="):
            return accept { $0 == UInt8(ascii: "~") } ? .equalRegex : .assign
        case UInt8(ascii: "!"):
            if accept({ $0 == UInt8(ascii: "~") }) { return .notEqualRegex }
            if accept({ $0 == UInt8(ascii: "=") }) { return .binaryOperator(.notEqual) }
            throw unexpectedCharacter("unexpected character after '!' inside braces:")
        case UInt8(ascii: "{"): throw error("unexpected left brace '{'")
        case UInt8(ascii: "}"):
            isInBraces = false
            return .rightBrace
        default:
            position -= 1
            throw unexpectedCharacter("unexpected character inside braces:")
        }
    }
}
