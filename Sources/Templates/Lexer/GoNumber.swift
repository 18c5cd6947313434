import Glibc

/// Which of the numbers that the lexer takes in are valid in Go.
enum GoNumber {
    /// Why a number is refused; nil if it is valid.
    static func fault(_ bytes: ArraySlice<UInt8>) -> String? {
        if bytes.last == UInt8(ascii: "i"), floatFault(bytes.dropLast()) == nil { return nil }
        if isInteger(bytes) { return nil }
        guard floatFault(bytes) == nil else { return "illegal number syntax: \(GoText.quoted(bytes))" }
        // Something with a fraction or an exponent; anything else is an integer which is too large, or `08`.
        let signs = [".", "e", "E", "p", "P"].map { UInt8(ascii: $0) }
        return bytes.contains(where: signs.contains) ? nil : "integer overflow: \(GoText.quoted(bytes))"
    }

    /// Why a complex number, two numbers in one, is refused; nil if it is valid.
    static func complexFault(_ bytes: ArraySlice<UInt8>) -> String? {
        var rest = bytes
        let real = floatToken(&rest)
        guard let sign = rest.popFirst(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
            return "syntax error scanning complex number"
        }
        let imaginary = [sign] + floatToken(&rest)
        guard rest.first == UInt8(ascii: "i"), imaginary.count > 1 else {
            return "syntax error scanning complex number"
        }
        for part in [real, ArraySlice(imaginary)] {
            if let fault = floatFault(part) {
                return "strconv.ParseFloat: parsing \(GoText.quoted(part)): \(fault)"
            }
        }
        return nil
    }

    /// As far as `fmt.Sscan` reads a float.
    private static func floatToken(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let all = rest
        func accept(_ isMember: (UInt8) -> Bool) -> Bool {
            guard let byte = rest.first, isMember(byte) else { return false }
            rest.removeFirst()
            return true
        }
        let isSign = { (byte: UInt8) in byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") }
        var isDigit = { (byte: UInt8) in byte.isDigit || byte == UInt8(ascii: "_") }
        let isDecimal = isDigit
        var exponents = ["e", "p"].map { UInt8(ascii: $0) }
        _ = accept(isSign)
        if accept({ $0 == UInt8(ascii: "0") }), accept({ $0 | 0x20 == UInt8(ascii: "x") }) {
            isDigit = { isHexDigit($0) || $0 == UInt8(ascii: "_") }
            exponents = [UInt8(ascii: "p")]
        }
        while accept(isDigit) {}
        if accept({ $0 == UInt8(ascii: ".") }) { while accept(isDigit) {} }
        if accept({ exponents.contains($0 | 0x20) }) {
            _ = accept(isSign)
            while accept(isDecimal) {}
        }
        return all[all.startIndex..<rest.startIndex]
    }

    /// `strconv.ParseInt` or `ParseUint` with base 0.
    private static func isInteger(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        let sign = rest.first
        let isSigned = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
        if isSigned { rest.removeFirst() }
        var radix = 10
        if rest.first == UInt8(ascii: "0"), rest.count > 1 {
            let marks: [UInt8: Int] = [
                UInt8(ascii: "x"): 16, UInt8(ascii: "o"): 8, UInt8(ascii: "b"): 2,
            ]
            if rest.count >= 3, let marked = marks[rest[rest.startIndex + 1] | 0x20] {
                radix = marked
                rest = rest.dropFirst(2)
            } else {
                radix = 8
                rest = rest.dropFirst()
            }
        }
        guard areUnderscoresPlaced(bytes) else { return false }
        let digits = rest.filter { $0 != UInt8(ascii: "_") }
        guard !digits.isEmpty, digits.allSatisfy(isHexDigit) else { return false }
        let text = String(decoding: digits, as: UTF8.self)
        guard let magnitude = UInt64(text, radix: radix) else { return false }
        switch sign {
        case UInt8(ascii: "-"): return magnitude <= UInt64(Int64.max) + 1
        case UInt8(ascii: "+"): return magnitude <= UInt64(Int64.max)
        default: return true
        }
    }

    /// `strconv.ParseFloat`: nil, or what it says.
    private static func floatFault(_ bytes: ArraySlice<UInt8>) -> String? {
        guard isFloatSyntax(bytes), areUnderscoresPlaced(bytes) else { return "invalid syntax" }
        let text = String(decoding: bytes.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
        return strtod(text, nil).isInfinite ? "value out of range" : nil
    }

    private static func isFloatSyntax(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest.removeFirst() }
        var isHex = false
        if rest.count > 2, rest.first == UInt8(ascii: "0"), rest[rest.startIndex + 1] | 0x20 == UInt8(ascii: "x") {
            isHex = true
            rest = rest.dropFirst(2)
        }
        var sawDigit = false
        var sawDot = false
        while let byte = rest.first {
            if byte == UInt8(ascii: "."), !sawDot {
                sawDot = true
            } else if byte.isDigit || isHex && isHexDigit(byte) {
                sawDigit = true
            } else if byte != UInt8(ascii: "_") {
                break
            }
            rest.removeFirst()
        }
        guard sawDigit else { return false }
        guard let mark = rest.popFirst() else { return !isHex }
        guard mark | 0x20 == UInt8(ascii: isHex ? "p" : "e") else { return false }
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest.removeFirst() }
        guard let first = rest.first, first.isDigit else { return false }
        return rest.allSatisfy { $0.isDigit || $0 == UInt8(ascii: "_") }
    }

    /// Whether every underscore stands between digits, or between a base prefix and a digit.
    private static func areUnderscoresPlaced(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.contains(UInt8(ascii: "_")) else { return true }
        var rest = bytes
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest.removeFirst() }
        var followsDigit = false
        var followsUnderscore = false
        var isHex = false
        if rest.count >= 2, rest.first == UInt8(ascii: "0") {
            let mark = rest[rest.startIndex + 1] | 0x20
            if [UInt8(ascii: "x"), UInt8(ascii: "o"), UInt8(ascii: "b")].contains(mark) {
                isHex = mark == UInt8(ascii: "x")
                followsDigit = true
                rest = rest.dropFirst(2)
            }
        }
        for byte in rest {
            if byte.isDigit || isHex && isHexDigit(byte) {
                (followsDigit, followsUnderscore) = (true, false)
            } else if byte == UInt8(ascii: "_") {
                guard followsDigit else { return false }
                (followsDigit, followsUnderscore) = (false, true)
            } else {
                guard !followsUnderscore else { return false }
                followsDigit = false
            }
        }
        return !followsUnderscore
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        byte.isDigit || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "f")
    }
}
