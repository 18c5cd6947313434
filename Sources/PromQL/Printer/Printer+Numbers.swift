extension Printer {
    /// The shortest decimal that reads back as the same number, without an exponent.
    static func plain(_ value: Double) -> String {
        guard value.isFinite else { return special(value) }
        let (sign, digits, exponent) = decimal(value)
        return sign + plain(digits, exponent)
    }

    /// The shortest decimal, with an exponent where Go's `%v` has one.
    static func short(_ value: Double) -> String {
        guard value.isFinite else { return special(value) }
        let (sign, digits, exponent) = decimal(value)
        guard digits != "0", !(-4..<6 ~= exponent - 1) else { return sign + plain(digits, exponent) }
        let power = abs(exponent - 1)
        let fraction = digits.dropFirst()
        return sign + digits.prefix(1) + (fraction.isEmpty ? "" : ".") + fraction + (exponent < 1 ? "e-" : "e+")
            + (power < 10 ? "0" : "") + String(power)
    }

    /// With six digits behind the point, as `%f`; exact for whole numbers, which is what messages show.
    static func fixed(_ value: Double) -> String {
        guard value.isFinite else { return special(value) }
        return plain(value.rounded()) + ".000000"
    }

    /// Milliseconds as seconds with three digits behind the point.
    ///
    /// Prometheus prints the nearest binary number, so beyond 285,000 years the last digit is off, here too.
    static func seconds(_ milliseconds: Int64) -> String {
        let value = Double(milliseconds) / 1000
        guard value != 0 else { return "0.000" }
        // The value is `mantissa` / `divisor`, a power of two: it is rounded to thousandths without a further error.
        let mantissa = UInt128(value.significandBitPattern | 1 << 52)
        let divisor = UInt128(1) << UInt128(max(0, 52 - Int(value.exponent)))
        let (quotient, remainder) = (mantissa * 1000).quotientAndRemainder(dividingBy: divisor)
        let roundsUp = 2 * remainder > divisor || 2 * remainder == divisor && quotient % 2 == 1
        let thousandths = quotient + (roundsUp ? 1 : 0)
        let fraction = String(thousandths % 1000)
        let padding = String(repeating: "0", count: 3 - fraction.count)
        return (value < 0 ? "-" : "") + "\(thousandths / 1000).\(padding)\(fraction)"
    }

    private static func special(_ value: Double) -> String {
        value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf"
    }

    private static func plain(_ digits: String, _ exponent: Int) -> String {
        if exponent <= 0 { return "0." + String(repeating: "0", count: -exponent) + digits }
        if exponent >= digits.count { return digits + String(repeating: "0", count: exponent - digits.count) }
        return digits.prefix(exponent) + "." + digits.dropFirst(exponent)
    }

    /// Sign, shortest digits, and where the point stands among them: 0.5 is ("", "5", 0).
    private static func decimal(_ value: Double) -> (sign: String, digits: String, exponent: Int) {
        let sign = value.sign == .minus ? "-" : ""
        let parts = abs(value).description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let fraction = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
        var digits = String(mantissa[0] + fraction)
        var exponent = mantissa[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        let leading = digits.prefix { $0 == "0" }.count
        guard leading < digits.count else { return (sign, "0", 1) }
        digits.removeFirst(leading)
        exponent -= leading
        while digits.last == "0" { digits.removeLast() }
        return (sign, digits, exponent)
    }
}
