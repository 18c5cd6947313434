extension Lexer {
    /// One token between `{{` and `}}`.
    mutating func nextInAction() -> Token {
        start = position
        if let length = rightDelimiterLength() {
            if openParentheses > 0 { return fail("unclosed left paren", at: position..<position) }
            let end = position + length
            skipRightDelimiter(length)
            isInsideAction = false
            return Token(kind: .rightDelimiter, range: end - 2..<end)
        }
        guard let first = byte(position) else {
            return fail("unclosed action", at: actionStart..<actionStart + 2, hint: "an action ends with }}")
        }
        if isSpace(position) { return space() }
        switch first {
        case UInt8(ascii: "\""): return quoted(first, as: .string, named: "quoted string")
        case UInt8(ascii: "'"): return quoted(first, as: .characterConstant, named: "character constant")
        case UInt8(ascii: "`"): return rawString()
        case UInt8(ascii: "$"): return name(orAlone: .variable, as: .variable)
        case UInt8(ascii: "."):
            if let digit = byte(position + 1), !digit.isDigit { return name(orAlone: .dot, as: .field) }
            return number()
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
        default: return scalar(at: position).isAlphanumeric ? word() : punctuation(first)
        }
    }

    private mutating func punctuation(_ first: UInt8) -> Token {
        let scalar = scalar(at: position)
        position += 1
        switch first {
        case UInt8(ascii: "="): return token(.assign)
        case UInt8(ascii: ":"):
            guard byte(position) == UInt8(ascii: "=") else { return fail("expected :=", at: start..<position) }
            position += 1
            return token(.declare)
        case UInt8(ascii: "|"): return token(.pipe)
        case UInt8(ascii: "("):
            openParentheses += 1
            return token(.leftParenthesis)
        case UInt8(ascii: ")"):
            if openParentheses == 0 { return fail("unexpected right paren", at: start..<position) }
            openParentheses -= 1
            return token(.rightParenthesis)
        case 0x21...0x7E: return token(.character)
        default:
            let message = "unrecognized character in action: \(GoText.codePoint(scalar))"
            return fail(message, at: start..<start + scalar.utf8Length)
        }
    }

    private func token(_ kind: Token.Kind) -> Token { Token(kind: kind, range: start..<position) }

    /// A run of space; its last one belongs to a delimiter ` -}}` that follows.
    private mutating func space() -> Token {
        while isSpace(position) { position += 1 }
        if hasPrefix("-}}", at: position) { position -= 1 }
        return token(.space)
    }

    /// A keyword, a truth value or the name of a function.
    private mutating func word() -> Token {
        skipAlphanumeric()
        if let failed = failUnlessTerminated() { return failed }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        if let keyword = Token.Kind.keywords[word] { return token(keyword) }
        return token(word == "true" || word == "false" ? .bool : .identifier)
    }

    /// `.name` or `$name`, or the sign alone.
    private mutating func name(orAlone alone: Token.Kind, as kind: Token.Kind) -> Token {
        position += 1
        if isAtTerminator { return token(alone) }
        skipAlphanumeric()
        return failUnlessTerminated() ?? token(kind)
    }

    private mutating func skipAlphanumeric() {
        while position < bytes.count {
            let scalar = scalar(at: position)
            guard scalar.isAlphanumeric else { return }
            position += scalar.utf8Length
        }
    }

    /// Whether what stands here may follow a name.
    private var isAtTerminator: Bool {
        guard let byte = byte(position), !isSpace(position) else { return true }
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "|"), UInt8(ascii: ":"), UInt8(ascii: "("),
            UInt8(ascii: ")"):
            return true
        default: return hasPrefix("}}", at: position)
        }
    }

    private mutating func failUnlessTerminated() -> Token? {
        guard !isAtTerminator else { return nil }
        let scalar = scalar(at: position)
        let hint =
            switch scalar {
            case "[": "an element is read with index: (index $labels \"name\")"
            case "-": "a name with other characters is read with index: (index $labels \"some-name\")"
            default: nil as String?
            }
        return fail(
            "bad character \(GoText.codePoint(scalar))", at: position..<position + scalar.utf8Length, hint: hint)
    }

    /// A string or character constant up to its quote; what the escapes say is looked at by the parser.
    private mutating func quoted(_ quote: UInt8, as kind: Token.Kind, named name: String) -> Token {
        position += 1
        while var byte = byte(position) {
            position += 1
            if byte == quote { return token(kind) }
            if byte == UInt8(ascii: "\\") {
                guard let escaped = self.byte(position) else { break }
                byte = escaped
                position += 1
            }
            if byte == UInt8(ascii: "\n") { break }
        }
        return fail("unterminated \(name)", at: start..<position)
    }

    private mutating func rawString() -> Token {
        position += 1
        while let byte = byte(position) {
            position += 1
            if byte == UInt8(ascii: "`") { return token(.rawString) }
        }
        return fail("unterminated raw quoted string", at: start..<position)
    }

    /// The character here; the text is valid UTF-8.
    func scalar(at index: Int) -> Unicode.Scalar {
        if bytes[index] < 0x80 { return Unicode.Scalar(bytes[index]) }
        var decoder = UTF8()
        var iterator = bytes[index..<min(index + 4, bytes.count)].makeIterator()
        if case .scalarValue(let scalar) = decoder.decode(&iterator) { return scalar }
        return "\u{FFFD}"
    }
}

extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}

extension Unicode.Scalar {
    var utf8Length: Int { UTF8.width(self) }

    /// A letter, a decimal digit or an underscore, as names hold them.
    var isAlphanumeric: Bool {
        if value < 0x80 {
            let lower = value | 0x20
            return lower >= 0x61 && lower <= 0x7A || value >= 0x30 && value <= 0x39 || value == 0x5F
        }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
            return true
        default: return false
        }
    }
}
