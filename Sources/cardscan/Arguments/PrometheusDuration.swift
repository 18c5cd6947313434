/// A length of time as Prometheus writes it: `15m`, `1h30m`, `1d`, `500ms`, `0`.
///
/// Units stand from the largest to the smallest, each at most once: y (365 days), w, d, h, m, s, ms.
struct PrometheusDuration: Equatable, Sendable {
    var milliseconds: Int64

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
        ("ms", 1),
    ]

    init(milliseconds: Int64) { self.milliseconds = milliseconds }

    init(parsing text: some StringProtocol) throws(ArgumentProblem) {
        let problem = ArgumentProblem("expected a duration such as 15m, 1h30m or 500ms")
        if text == "0" {
            milliseconds = 0
            return
        }
        guard !text.isEmpty else { throw problem }
        var total: Int64 = 0
        var rest = text[...]
        var nextUnit = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            let letters = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(letters.count)
            guard let amount = Int64(digits),
                let unit = Self.units.indices.first(where: { $0 >= nextUnit && Self.units[$0].name == letters })
            else { throw problem }
            let (product, tooLong) = amount.multipliedReportingOverflow(by: Self.units[unit].milliseconds)
            let (sum, tooLongTogether) = total.addingReportingOverflow(product)
            guard !tooLong, !tooLongTogether else { throw ArgumentProblem("the duration is too long") }
            total = sum
            nextUnit = unit + 1
        }
        milliseconds = total
    }
}

extension PrometheusDuration: CustomStringConvertible {
    /// The shortest form that Prometheus reads back.
    var description: String {
        guard milliseconds != 0 else { return "0s" }
        var rest = milliseconds
        var text = ""
        for unit in Self.units {
            // Weeks and years only when nothing else is left to say: 90d reads better than 12w6d.
            if unit.name == "y" || unit.name == "w", rest % unit.milliseconds != 0 { continue }
            let amount = rest / unit.milliseconds
            guard amount != 0 else { continue }
            text += "\(amount)\(unit.name)"
            rest -= amount * unit.milliseconds
        }
        return text
    }
}
