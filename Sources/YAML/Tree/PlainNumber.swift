/// The numbers of yaml.v3: those of Go, where an integer's prefix says its base, and YAML's octal and floats.
enum PlainNumber {
    static func resolve(_ text: String) -> YAMLValue? {
        // No number is that long, but for zeros.
        guard text.utf8.count <= 1024 else { return nil }
        let digits = text.utf8.contains(0x5f) ? String(text.filter { $0 != "_" }) : text
        if let integer = integer(digits) { return integer }
        return isFloat(digits) ? finite(digits).map { .float($0) } : nil
    }

    /// What begins with a dot: Go's own syntax counts, in which `_` is an error.
    static func goFloat(_ text: String) -> Double? { isFloat(text) ? finite(text) : nil }

    private static func finite(_ text: String) -> Double? {
        // Swift wants a digit on both sides of the dot, Go on one.
        guard let value = Double(text) ?? padded(text), value.isFinite else { return nil }
        return value
    }

    private static func padded(_ text: String) -> Double? {
        guard let dot = text.firstIndex(of: ".") else { return nil }
        return Double(text[..<dot] + "0" + text[dot...]) ?? Double(text[...dot] + "0" + text[text.index(after: dot)...])
    }

    private static func integer(_ text: String) -> YAMLValue? {
        var digits = Substring(text)
        let sign = digits.first.flatMap { $0 == "-" || $0 == "+" ? $0 : nil }
        if sign != nil { digits = digits.dropFirst() }
        var radix = 10
        if digits.hasPrefix("0"), digits.utf8.count > 1 {
            switch digits.dropFirst().first {
            case "x", "X": radix = 16
            case "b", "B": radix = 2
            case "o", "O": radix = 8
            default: radix = 8
            }
            digits = digits.dropFirst(digits.utf8.dropFirst().first.map { $0 > 0x39 } == true ? 2 : 1)
        }
        // Another sign here would be taken for one.
        guard let first = digits.first, first != "-", first != "+" else { return nil }
        guard let magnitude = UInt64(digits, radix: radix) else { return nil }
        if sign == "-" { return Int64(exactly: -Int128(magnitude)).map { .int($0) } }
        if let int = Int64(exactly: magnitude) { return .int(int) }
        return sign == nil ? .uint(magnitude) : nil
    }

    /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
    private static func isFloat(_ text: String) -> Bool {
        var bytes = Array(text.utf8)[...]
        func digits() -> Int {
            let count = bytes.prefix { (0x30...0x39).contains($0) }.count
            bytes = bytes.dropFirst(count)
            return count
        }
        if bytes.first == 0x2b || bytes.first == 0x2d { bytes = bytes.dropFirst() }
        let whole = digits()
        if bytes.first == 0x2e {
            bytes = bytes.dropFirst()
            guard digits() > 0 || whole > 0 else { return false }
        } else if whole == 0 {
            return false
        }
        guard let exponent = bytes.first else { return true }
        guard exponent == 0x65 || exponent == 0x45 else { return false }
        bytes = bytes.dropFirst()
        if bytes.first == 0x2b || bytes.first == 0x2d { bytes = bytes.dropFirst() }
        return digits() > 0 && bytes.isEmpty
    }
}
