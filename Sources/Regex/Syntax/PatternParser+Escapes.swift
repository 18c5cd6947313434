extension PatternParser {
    /// Parses what a backslash starts outside of brackets.
    mutating func parseEscapedItem() throws(Fault) {
        let start = position
        switch byte(at: position + 1) {
        case UInt8(ascii: "A"): try pushAssertion(.textStart)
        case UInt8(ascii: "z"): try pushAssertion(.textEnd)
        case UInt8(ascii: "b"): try pushAssertion(.wordBoundary)
        case UInt8(ascii: "B"): try pushAssertion(.notWordBoundary)
        case UInt8(ascii: "C"): throw Fault(.invalidEscape, at: start..<start + 2)
        case UInt8(ascii: "Q"): try parseQuotedText()
        default:
            var set = CharacterClass()
            set.foldsCase = flags.foldsCase
            if try parseClassEscape(into: &set) {
                set.normalize()
                try push(Node(.characterClass(set)))
            } else {
                try pushLiteral(parseEscape())
            }
        }
    }

    private mutating func pushAssertion(_ assertion: Node.Assertion) throws(Fault) {
        try push(Node(.assertion(assertion)))
        position += 2
    }

    /// Parses `\Q...\E`, or `\Q` and all that follows.
    private mutating func parseQuotedText() throws(Fault) {
        position += 2
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\\"), byte(at: position + 1) == UInt8(ascii: "E") {
                position += 2
                return
            }
            try pushLiteral(nextRune())
        }
    }

    /// Parses an escape that stands for one rune, in or out of brackets.
    mutating func parseEscape() throws(Fault) -> UInt32 {
        let start = position
        position += 1
        guard position < bytes.count else { throw Fault(.trailingBackslash, at: start..<position) }
        let rune = try nextRune()
        switch rune {
        case 0x30...0x37:
            // One digit other than 0 would be a backreference.
            let next = byte(at: position)
            if rune == 0x30 || next.map({ 0x30...0x37 ~= $0 }) == true { return parseOctal(rune - 0x30) }
        case 0x78:
            if let value = try parseHexadecimal() { return value }
        case 0x61: return 0x07
        case 0x66: return 0x0C
        case 0x6E: return 0x0A
        case 0x72: return 0x0D
        case 0x74: return 0x09
        case 0x76: return 0x0B
        default:
            if rune < 0x80, !UInt8(rune).isASCIIAlphanumeric { return rune }
        }
        throw Fault(.invalidEscape, at: start..<position)
    }

    private mutating func parseOctal(_ first: UInt32) -> UInt32 {
        var value = first
        for _ in 0..<2 {
            guard let digit = byte(at: position), 0x30...0x37 ~= digit else { break }
            value = value * 8 + UInt32(digit - 0x30)
            position += 1
        }
        return value
    }

    /// Parses what follows `\x`: two digits, or any number in braces. `nil` if it is neither.
    private mutating func parseHexadecimal() throws(Fault) -> UInt32? {
        guard position < bytes.count else { return nil }
        let first = try nextRune()
        guard first == 0x7B else {
            guard position < bytes.count else { return nil }
            let second = try nextRune()
            guard let high = hexadecimalValue(first), let low = hexadecimalValue(second) else { return nil }
            return high * 16 + low
        }
        var value: UInt32 = 0
        var digits = 0
        while position < bytes.count {
            let rune = try nextRune()
            if rune == 0x7D { return digits > 0 ? value : nil }
            guard let digit = hexadecimalValue(rune) else { return nil }
            value = value * 16 + digit
            if value > CharacterClass.lastRune { return nil }
            digits += 1
        }
        return nil
    }

    private func hexadecimalValue(_ rune: UInt32) -> UInt32? {
        switch rune {
        case 0x30...0x39: rune - 0x30
        case 0x41...0x46: rune - 0x41 + 10
        case 0x61...0x66: rune - 0x61 + 10
        default: nil
        }
    }
}
