extension Lexer {
    /// A number, or a duration such as `1h30m`. Whether its value makes sense is the parser's business.
    mutating func numberOrDuration() throws(PromQLError) -> Token.Kind {
        if scanNumber() { return .number }
        if scanDurationUnits() { return .duration }
        let text = Quoting.quoted(bytes[start..<position])
        throw error("bad number or duration syntax: \(text)")
    }

    /// Reads digits with at most one dot and one exponent, and single underscores between digits.
    private mutating func scanNumber() -> Bool {
        var isDigit: (UInt8) -> Bool = \.isASCIIDigit
        var isHexadecimal = false
        if accept({ $0 == UInt8(ascii: "0") }), accept({ $0 | 0x20 == UInt8(ascii: "x") }) {
            _ = accept { $0 == UInt8(ascii: "_") }
            isDigit = \.isHexadecimalDigit
            isHexadecimal = true
        }
        func isDot(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ".") }
        func isUnderscore(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "_") }
        func isExponent(_ byte: UInt8) -> Bool { byte | 0x20 == UInt8(ascii: "e") }
        func isSeparator(_ byte: UInt8) -> Bool { isDot(byte) || isUnderscore(byte) || isExponent(byte) }

        _ = accept(isDot)
        _ = accept(isDigit)
        var sawDot = false
        var sawExponent = false
        while let byte = peek(), isDigit(byte) || isSeparator(byte) {
            if isDot(byte) {
                position += 1
                if sawDot || accept({ isUnderscore($0) || isDot($0) }) || isHexadecimal { return false }
                sawDot = true
            } else if isExponent(byte) {
                // Between digits an `e` of a hexadecimal number never comes here: it is one of them.
                position += 1
                if sawExponent { return false }
                sawExponent = true
                _ = accept { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
                if accept(isSeparator) || peek() == nil { return false }
            } else if isUnderscore(byte) {
                position += 1
                if accept(isSeparator) || peek() == nil { return false }
            } else {
                skip(while: isDigit)
            }
        }
        return position > start && peek()?.isIdentifierPart != true
    }

    /// Reads what follows the first digits of a duration, and no more of it than Prometheus would.
    private mutating func scanDurationUnits() -> Bool {
        func isUnit(_ byte: UInt8) -> Bool { [UInt8]("smhdw".utf8).contains(byte) }
        guard accept({ isUnit($0) || $0 == UInt8(ascii: "y") }) else { return false }
        _ = accept { $0 == UInt8(ascii: "s") }
        while accept(\.isASCIIDigit) {
            skip(while: \.isASCIIDigit)
            guard accept(isUnit) else { return false }
            _ = accept { $0 == UInt8(ascii: "s") }
        }
        guard peek()?.isIdentifierPart != true else {
            position += 1
            return false
        }
        return true
    }
}
