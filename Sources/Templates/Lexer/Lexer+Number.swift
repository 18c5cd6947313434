extension Lexer {
    /// A number with sign, base prefix, fraction, exponent and imaginary unit, or two of them: a complex one. It takes in
    /// more than is valid, such as `.` and `089`; ``GoNumber`` decides.
    mutating func number() -> Token {
        var isNumber = scanNumber()
        var isComplex = false
        if isNumber, byte(position) == UInt8(ascii: "+") || byte(position) == UInt8(ascii: "-") {
            isComplex = true
            isNumber = scanNumber() && bytes[position - 1] == UInt8(ascii: "i")
        }
        let range = start..<position
        if isNumber { return Token(kind: isComplex ? .complex : .number, range: range) }
        return fail("bad number syntax: \(GoText.quoted(bytes[range]))", at: range)
    }

    private mutating func scanNumber() -> Bool {
        _ = accept("+-")
        var digits: StaticString = "0123456789_"
        var exponent: StaticString = "eE"
        if accept("0") {
            if accept("xX") {
                digits = "0123456789abcdefABCDEF_"
                exponent = "pP"
            } else if accept("oO") {
                digits = "01234567_"
                exponent = ""
            } else if accept("bB") {
                digits = "01_"
                exponent = ""
            }
        }
        while accept(digits) {}
        if accept(".") { while accept(digits) {} }
        if accept(exponent) {
            _ = accept("+-")
            while accept("0123456789_") {}
        }
        _ = accept("i")
        guard position < bytes.count else { return true }
        let scalar = scalar(at: position)
        guard scalar.isAlphanumeric else { return true }
        position += scalar.utf8Length
        return false
    }

    private mutating func accept(_ set: StaticString) -> Bool {
        guard let byte = byte(position) else { return false }
        for index in 0..<set.utf8CodeUnitCount where set.utf8Start[index] == byte {
            position += 1
            return true
        }
        return false
    }
}
