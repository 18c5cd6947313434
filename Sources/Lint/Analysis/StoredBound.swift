/// How Prometheus 3 stores an integer that is the bound of a bucket or a quantile, as Go's `%g` writes it.
enum StoredBound {
    /// `5.0`, `-5.0`, or from a million on with an exponent, `1e+06`; nil for what is no integer.
    static func text(of integer: String) -> String? {
        let sign = integer.hasPrefix("-") ? "-" : ""
        let written = integer.dropFirst(sign.utf8.count)
        guard !written.isEmpty, written.utf8.count <= 15, written.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
            return nil
        }
        let digits = written.drop { $0 == "0" }
        guard digits.count > 6 else { return sign + (digits.isEmpty ? "0" : digits) + ".0" }
        var fraction = digits.dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        let mantissa = digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction)
        let exponent = digits.count - 1
        return "\(sign)\(mantissa)e+\(exponent < 10 ? "0" : "")\(exponent)"
    }
}
