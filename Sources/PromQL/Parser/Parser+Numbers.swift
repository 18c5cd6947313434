extension Parser {
    /// The value of a number or duration token.
    func number(_ token: Token) throws(PromQLError) -> NumberLiteral {
        if token.kind == .duration { return NumberLiteral(value: try seconds(token.range), isDuration: true) }
        let text = text(of: token)
        if text.utf8.contains(UInt8(ascii: "_")) {
            try language.require(Language.numbersWithUnderscores, for: "an underscore in a number", at: token.range)
        }
        guard NumberSyntax.hasSoundUnderscores(text) else { throw Self.numberError(text, "invalid syntax", token) }
        let plain = text.utf8.contains(UInt8(ascii: "_")) ? text.replacing("_") : text
        if let integer = NumberSyntax.integer(plain) { return NumberLiteral(value: Double(integer), isDuration: false) }
        let isNamed = plain.utf8.first?.isIdentifierStart == true
        guard !NumberSyntax.isHexadecimal(plain), let value = Double(isNamed ? plain.lowercased() : plain) else {
            throw Self.numberError(text, "invalid syntax", token)
        }
        if value.isInfinite, !isNamed {
            throw Self.numberError(text, "value out of range", token)
        }
        return NumberLiteral(value: value, isDuration: false)
    }

    private static func numberError(_ text: String, _ reason: String, _ token: Token) -> PromQLError {
        let quoted = Quoting.quoted(text.utf8)
        return PromQLError("error parsing number: strconv.ParseFloat: parsing \(quoted): \(reason)", at: token.range)
    }

    /// The seconds of `1h30m`: each unit at most once, the longest first.
    private func seconds(_ range: Range<Int>) throws(PromQLError) -> Double {
        func fault(hint: String? = nil) -> PromQLError {
            PromQLError("not a valid duration string: \(Quoting.quoted(bytes[range]))", at: range, hint: hint)
        }
        var milliseconds: UInt64 = 0
        var last = 0
        var offset = range.lowerBound
        while offset < range.upperBound {
            let digits = offset
            while offset < range.upperBound, bytes[offset].isASCIIDigit { offset += 1 }
            let unit = offset
            while offset < range.upperBound, !bytes[offset].isASCIIDigit { offset += 1 }
            guard let count = wholeNumber(digits..<unit), unit < offset else { throw fault() }
            guard let order = TimeUnit.all.firstIndex(where: { $0.isNamed(bytes[unit..<offset]) }) else {
                let name = Quoting.quoted(bytes[unit..<offset])
                throw PromQLError(
                    "unknown unit \(name) in duration \(Quoting.quoted(bytes[range]))", at: range,
                    hint: "the units are y, w, d, h, m, s and ms")
            }
            guard order + 1 > last else {
                throw fault(hint: "units go from the longest to the shortest: 1h30m")
            }
            last = order + 1
            // Prometheus counts nanoseconds in 63 bits.
            let limit = UInt64(Int64.max) / 1_000_000
            let (product, overflows) = count.multipliedReportingOverflow(by: TimeUnit.all[order].milliseconds)
            if !overflows, product <= limit { milliseconds += product }
            guard !overflows, product <= limit, milliseconds <= limit else {
                throw PromQLError("duration out of range", at: range, hint: "at most 292 years")
            }
        }
        // As Go converts nanoseconds to seconds.
        return Double(milliseconds / 1000) + Double(milliseconds % 1000 * 1_000_000) / 1e9
    }

    /// The value of digits; `nil` if there are none, or too many.
    private func wholeNumber(_ digits: Range<Int>) -> UInt64? {
        var value: UInt64 = 0
        for offset in digits {
            let (product, isTooLong) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooMuch) = product.addingReportingOverflow(UInt64(bytes[offset] & 0x0f))
            guard !isTooLong, !isTooMuch else { return nil }
            value = sum
        }
        return digits.isEmpty ? nil : value
    }
}

/// The units of durations, longest first.
struct TimeUnit {
    let name: String
    let milliseconds: UInt64

    fileprivate func isNamed(_ text: ArraySlice<UInt8>) -> Bool { name.utf8.elementsEqual(text) }

    static let all = [
        TimeUnit(name: "y", milliseconds: 365 * 86_400_000), TimeUnit(name: "w", milliseconds: 7 * 86_400_000),
        TimeUnit(name: "d", milliseconds: 86_400_000), TimeUnit(name: "h", milliseconds: 3_600_000),
        TimeUnit(name: "m", milliseconds: 60_000), TimeUnit(name: "s", milliseconds: 1000),
        TimeUnit(name: "ms", milliseconds: 1),
    ]
}

/// How Go reads numbers: `017` is octal, `0x1F` is hexadecimal, `1_000` has a separator.
private enum NumberSyntax {
    static func isHexadecimal(_ text: String) -> Bool {
        text.utf8.starts(with: "0x".utf8) || text.utf8.starts(with: "0X".utf8)
    }

    /// The value of a whole number, if it is one and fits.
    static func integer(_ text: String) -> Int64? {
        if isHexadecimal(text) { return Int64(text.dropFirst(2), radix: 16) }
        guard text.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
        return text.utf8.count > 1 && text.hasPrefix("0") ? Int64(text, radix: 8) : Int64(text)
    }

    /// An underscore stands between digits, or between the prefix of a base and a digit.
    static func hasSoundUnderscores(_ text: String) -> Bool {
        guard text.utf8.contains(UInt8(ascii: "_")) else { return true }
        let isHexadecimal = isHexadecimal(text)
        var afterDigit = isHexadecimal
        var afterUnderscore = false
        for byte in text.utf8.dropFirst(isHexadecimal ? 2 : 0) {
            if byte.isASCIIDigit || isHexadecimal && byte.isHexadecimalDigit {
                (afterDigit, afterUnderscore) = (true, false)
            } else if byte == UInt8(ascii: "_") {
                guard afterDigit else { return false }
                (afterDigit, afterUnderscore) = (false, true)
            } else {
                guard !afterUnderscore else { return false }
                afterDigit = false
            }
        }
        return !afterUnderscore
    }
}

extension String {
    /// Without any occurrence of a character.
    fileprivate func replacing(_ character: Character) -> String { filter { $0 != character } }
}
