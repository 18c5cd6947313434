import Glibc

/// Splits a template into tokens, one at a time, as `text/template/parse` does: what it cannot read becomes a token of
/// kind ``Token/Kind/error``, which the parser reports only when it comes to it.
struct Lexer {
    let bytes: [UInt8]
    /// Where the next token begins, or where reading it has come to.
    var position = 0
    /// Where the token that is being read begins.
    var start = 0
    var isInsideAction = false
    var openParentheses = 0
    /// Where the action begins that is being read.
    var actionStart = 0
    /// The first thing that could not be read; nothing is read after it.
    var fault: Fault?

    struct Fault {
        var message: String
        var range: Range<Int>
        var token: Token
        var hint: String?
    }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> Token {
        if let fault { return fault.token }
        return isInsideAction ? nextInAction() : nextText()
    }

    /// Text up to the next `{{`, or that delimiter; comments vanish here.
    private mutating func nextText() -> Token {
        while true {
            start = position
            guard let opening = find("{{", from: position) else {
                position = bytes.count
                return Token(kind: start < position ? .text : .endOfText, range: start..<position)
            }
            position = opening
            let trims = byte(opening + 2) == UInt8(ascii: "-") && isSpace(opening + 3)
            var end = opening
            if trims { while end > start, isSpace(end - 1) { end -= 1 } }
            if end > start { return Token(kind: .text, range: start..<end) }
            position = opening + (trims ? 4 : 2)
            if !hasPrefix("/*", at: position) {
                isInsideAction = true
                openParentheses = 0
                actionStart = opening
                return Token(kind: .leftDelimiter, range: opening..<opening + 2)
            }
            start = position
            guard let close = find("*/", from: position + 2) else {
                return fail("unclosed comment", at: opening..<bytes.count, hint: "a comment ends with */}}")
            }
            position = close + 2
            guard let length = rightDelimiterLength() else {
                return fail("comment ends before closing delimiter", at: close..<close + 2)
            }
            skipRightDelimiter(length)
        }
    }

    /// Length of `}}` or ` -}}`, if one stands here.
    func rightDelimiterLength() -> Int? {
        if hasPrefix("}}", at: position) { return 2 }
        return isSpace(position) && hasPrefix("-}}", at: position + 1) ? 4 : nil
    }

    /// Goes past the delimiter, and past the space that a trim marker takes away.
    mutating func skipRightDelimiter(_ length: Int) {
        position += length
        if length == 4 { while isSpace(position) { position += 1 } }
    }

    /// Remembers the fault, and makes the token that says so; it counts as beginning where the token would.
    mutating func fail(_ message: String, at range: Range<Int>, hint: String? = nil) -> Token {
        let token = Token(kind: .error, range: start..<start)
        fault = Fault(message: message, range: range, token: token, hint: hint)
        return token
    }
}

extension Lexer {
    func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

    func isSpace(_ index: Int) -> Bool {
        guard let byte = byte(index) else { return false }
        return byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
    }

    func hasPrefix(_ prefix: StaticString, at index: Int) -> Bool {
        let count = prefix.utf8CodeUnitCount
        guard index >= 0, index <= bytes.count - count else { return false }
        return (0..<count).allSatisfy { bytes[index + $0] == prefix.utf8Start[$0] }
    }

    private func find(_ pair: StaticString, from index: Int) -> Int? {
        bytes.withUnsafeBufferPointer { Self.find(pair, in: $0, from: index) }
    }

    /// Where the two bytes of `pair` stand next to each other.
    static func find(_ pair: StaticString, in bytes: UnsafeBufferPointer<UInt8>, from index: Int) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var index = index
        while index < bytes.count - 1 {
            // The last byte cannot begin a pair.
            guard let found = memchr(base + index, Int32(pair.utf8Start[0]), bytes.count - 1 - index) else {
                return nil
            }
            index = base.distance(to: found.assumingMemoryBound(to: UInt8.self))
            if base[index + 1] == pair.utf8Start[1] { return index }
            index += 1
        }
        return nil
    }
}
