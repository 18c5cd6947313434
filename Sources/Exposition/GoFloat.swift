/// Numbers as Prometheus reads them, by Go's `strconv.ParseFloat` without what Go 1.13 added: no `_`, no hexadecimal.
enum GoFloat {
    /// Nil for what Go refuses, numbers that are too large among them.
    static func value(_ bytes: ArraySlice<UInt8>) -> Double? {
        let text = String(decoding: bytes, as: UTF8.self)
        let isSigned = bytes.first == 0x2b || bytes.first == 0x2d
        switch text.lowercased().dropFirst(isSigned ? 1 : 0) {
        case "inf", "infinity": return bytes.first == 0x2d ? -.infinity : .infinity
        case "nan": return isSigned ? nil : .nan
        default: break
        }
        guard isDecimal(isSigned ? bytes.dropFirst() : bytes), let value = Double(text), value.isFinite else {
            return nil
        }
        return value
    }

    /// Digits with at most one point, and perhaps an exponent.
    private static func isDecimal(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        func digits() -> Int {
            let count = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
            rest = rest.dropFirst(count)
            return count
        }
        var count = digits()
        if rest.first == 0x2e {
            rest = rest.dropFirst()
            count += digits()
        }
        guard count > 0 else { return false }
        guard rest.first == 0x65 || rest.first == 0x45 else { return rest.isEmpty }
        rest = rest.dropFirst()
        if rest.first == 0x2b || rest.first == 0x2d { rest = rest.dropFirst() }
        return digits() > 0 && rest.isEmpty
    }
}
