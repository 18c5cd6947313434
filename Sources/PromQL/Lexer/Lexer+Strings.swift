extension Lexer {
    /// A string in single or double quotes, which may not span lines.
    mutating func quotedString(_ quote: UInt8) throws(PromQLError) -> Token.Kind {
        while let byte = peek(), byte != UInt8(ascii: "\n") {
            if byte == quote {
                position += 1
                return .string
            }
            if byte == UInt8(ascii: "\\") {
                try scanEscape(quote)
            } else {
                try scanCharacter()
            }
        }
        throw error("unterminated quoted string")
    }

    /// A string in backquotes, which may span lines and knows no escapes.
    mutating func rawString() throws(PromQLError) -> Token.Kind {
        while let byte = peek() {
            if byte == UInt8(ascii: "`") {
                position += 1
                return .string
            }
            try scanCharacter()
        }
        throw error("unterminated raw string")
    }

    /// U+FFFD is refused even where it is well encoded, as Prometheus does.
    private mutating func scanCharacter() throws(PromQLError) {
        if let byte = peek(), byte < 0x80 {
            position += 1
            return
        }
        guard let (scalar, length) = Quoting.scalar(in: bytes, at: position), scalar != "\u{FFFD}" else {
            throw PromQLError("invalid UTF-8 rune", at: position..<position + 1)
        }
        position += length
    }

    private mutating func scanEscape(_ quote: UInt8) throws(PromQLError) {
        let escapeStart = position
        position += 1
        guard let byte = peek() else { throw error("escape sequence not terminated") }
        let digits: Int
        let radix: UInt32
        switch byte {
        case quote, UInt8(ascii: "\\"):
            position += 1
            return
        case _ where StringEscape.simple[byte] != nil:
            position += 1
            return
        case 0x30...0x37: (digits, radix) = (3, 8)
        case UInt8(ascii: "x"): (digits, radix) = (2, 16)
        case UInt8(ascii: "u"): (digits, radix) = (4, 16)
        case UInt8(ascii: "U"): (digits, radix) = (8, 16)
        default:
            throw escapeFault("unknown escape sequence ", from: escapeStart)
        }
        if radix == 16 { position += 1 }
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let next = peek() else { throw error("escape sequence not terminated") }
            guard let digit = StringEscape.digitValue(next), digit < radix else {
                throw escapeFault("illegal character ", " in escape sequence", from: escapeStart)
            }
            value = value &* radix &+ digit
            position += 1
        }
        let limit: UInt32 = digits <= 3 ? 255 : 0x10FFFF
        if value > limit || 0xD800..<0xE000 ~= value {
            throw PromQLError("escape sequence is an invalid Unicode code point", at: escapeStart..<position)
        }
    }

    /// An error about the character at `position`, which is named by its code point too: `U+0071 'q'`.
    private func escapeFault(_ before: String, _ after: String = "", from escapeStart: Int) -> PromQLError {
        let (scalar, length) = Quoting.scalar(in: bytes, at: position) ?? ("\u{FFFD}", 1)
        let name = "U+" + Quoting.hexadecimal(scalar.value, digits: 4).uppercased() + " \(Quoting.quoted(scalar))"
        let hint = "a backslash itself is written \\\\, and none is needed in `backquotes`"
        return PromQLError(before + name + after, at: escapeStart..<position + length, hint: hint)
    }
}

/// The escapes of quoted strings: those of Go, in either kind of quotes.
enum StringEscape {
    static let simple: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
        UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "v"): 0x0B,
    ]

    static func digitValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46: UInt32(byte - 0x41 + 10)
        case 0x61...0x66: UInt32(byte - 0x61 + 10)
        default: nil
        }
    }

    /// The bytes a string token stands for. It may hold bytes that are no UTF-8, by `\xff`.
    static func unquoted(_ token: ArraySlice<UInt8>) -> [UInt8] {
        guard let quote = token.first, token.count >= 2 else { return [] }
        let body = Array(token.dropFirst().dropLast())
        if quote == UInt8(ascii: "`") || !body.contains(UInt8(ascii: "\\")) { return body }
        var result: [UInt8] = []
        var index = 0
        while index < body.count {
            guard body[index] == UInt8(ascii: "\\"), index + 1 < body.count else {
                result.append(body[index])
                index += 1
                continue
            }
            let letter = body[index + 1]
            index += 2
            switch letter {
            case 0x30...0x37:
                result.append(UInt8(truncatingIfNeeded: number(body, at: index - 1, digits: 3, radix: 8)))
                index += 2
            case UInt8(ascii: "x"):
                result.append(UInt8(truncatingIfNeeded: number(body, at: index, digits: 2, radix: 16)))
                index += 2
            case UInt8(ascii: "u"), UInt8(ascii: "U"):
                let digits = letter == UInt8(ascii: "u") ? 4 : 8
                let scalar = Unicode.Scalar(number(body, at: index, digits: digits, radix: 16)) ?? "\u{FFFD}"
                result += Array(String(scalar).utf8)
                index += digits
            default:
                result.append(simple[letter] ?? letter)
            }
        }
        return result
    }

    private static func number(_ body: [UInt8], at index: Int, digits: Int, radix: UInt32) -> UInt32 {
        body[min(index, body.count)..<min(index + digits, body.count)].reduce(0) {
            $0 &* radix &+ (digitValue($1) ?? 0)
        }
    }
}
