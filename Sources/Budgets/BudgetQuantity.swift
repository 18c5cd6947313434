/// An amount as a budget file writes it: `200k`, `5M`, `10%`, `1_000`.
package enum BudgetQuantity: Sendable, Equatable {
    case count(Int)
    /// A part of one: `10%` is 0.1.
    case share(Double)

    private static let units: [Character: Double] = ["k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9]

    /// Nil for what is no amount that makes sense.
    package init?(_ text: String) {
        if text.hasSuffix("%") {
            guard let percent = Self.number(text.dropLast().trimmed), percent <= 1_000_000 else { return nil }
            self = .share(percent / 100)
            return
        }
        let unit = text.last.flatMap { Self.units[$0] }
        guard let number = Self.number(unit == nil ? text[...] : text.dropLast().trimmed) else { return nil }
        let count = number * (unit ?? 1)
        guard count < 1e15, count == count.rounded() else { return nil }
        self = .count(Int(count))
    }

    /// Digits, `_` between them, and a point: no signs, exponents or infinities.
    private static func number(_ text: Substring) -> Double? {
        guard let first = text.utf8.first, (0x30...0x39).contains(first),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2e || $0 == 0x5f })
        else { return nil }
        return Double(text.replacing("_", with: ""))
    }

    /// As a person would write it, and as it is read back: `1500`, `20k`, `5M`, `10%`.
    package var text: String {
        switch self {
        case .share(let share):
            let percent = share * 100
            return percent == percent.rounded() && percent < 1e15 ? "\(Int(percent))%" : "\(percent)%"
        case .count(let count):
            if count >= 1_000_000, count % 10_000 == 0 { return Self.text(count, 1_000_000, "M") }
            if count >= 10_000, count % 100 == 0 { return Self.text(count, 1000, "k") }
            return "\(count)"
        }
    }

    private static func text(_ count: Int, _ unit: Int, _ name: String) -> String {
        var fraction = String((count % unit) + unit).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return "\(count / unit)\(fraction.isEmpty ? "" : "." + fraction)\(name)"
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
