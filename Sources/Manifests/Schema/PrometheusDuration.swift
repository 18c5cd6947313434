/// Durations as Prometheus' configuration writes them: `1d12h`, largest unit first, whole numbers.
package enum PrometheusDuration {
    /// Why a text is no duration, in Prometheus' words.
    package struct Fault: Error, Equatable {
        package let message: String
    }

    /// Units with their nanoseconds, in the only order they may have.
    private static let units: [(name: String, nanoseconds: UInt64)] = [
        ("y", 31_536_000_000_000_000), ("w", 604_800_000_000_000), ("d", 86_400_000_000_000),
        ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
    ]
    private static let longest = UInt64(Int64.max)

    /// Milliseconds.
    package static func milliseconds(_ text: String) throws(Fault) -> Int64 {
        if text == "0" { return 0 }
        if text.isEmpty { throw Fault(message: "empty duration string") }
        func malformed() -> Fault { Fault(message: "not a valid duration string: \(GoQuoted(text))") }
        var rest = text.utf8[...]
        var total: UInt64 = 0
        var next = 0
        while !rest.isEmpty {
            let digits = rest.prefix(while: isDigit)
            rest = rest.dropFirst(digits.count)
            guard let value = number(digits) else { throw malformed() }
            let name = rest.prefix { !isDigit($0) }
            rest = rest.dropFirst(name.count)
            guard !name.isEmpty else { throw malformed() }
            guard let unit = units.firstIndex(where: { $0.name.utf8.elementsEqual(name) }) else {
                throw Fault(message: "unknown unit \(GoQuoted(String(Substring(name)))) in duration \(GoQuoted(text))")
            }
            guard unit >= next else { throw malformed() }
            next = unit + 1
            let (product, isTooLong) = value.multipliedReportingOverflow(by: units[unit].nanoseconds)
            let (sum, isTooMuch) = total.addingReportingOverflow(product)
            guard !isTooLong, !isTooMuch, sum <= longest else { throw Fault(message: "duration out of range") }
            total = sum
        }
        return Int64(total / 1_000_000)
    }

    /// `nil` for no digits, and for more than fit.
    private static func number(_ digits: Substring.UTF8View) -> UInt64? {
        guard !digits.isEmpty else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            let (product, isTooLong) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooMuch) = product.addingReportingOverflow(UInt64(digit & 0x0f))
            guard !isTooLong, !isTooMuch else { return nil }
            value = sum
        }
        return value
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
