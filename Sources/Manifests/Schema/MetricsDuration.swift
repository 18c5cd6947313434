/// Durations as vmalert takes them: fractions and any order of units as well.
enum MetricsDuration {
    private static let units: [(name: String, milliseconds: Double)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 604_800_000),
        ("y", 31_536_000_000),
    ]

    /// Milliseconds; `nil` for what is no duration. A bare number is seconds.
    static func milliseconds(_ text: String) -> Int64? {
        if let seconds = Double(text), text.utf8.allSatisfy(isNumber) { return whole(seconds * 1000) }
        var rest = text.utf8[...]
        var total = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix(while: isNumber)
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { !isNumber($0) }
            rest = rest.dropFirst(name.count)
            guard let value = Double(Substring(digits)),
                let unit = units.first(where: { $0.name.utf8.elementsEqual(name) })
            else { return nil }
            total += value * unit.milliseconds
        }
        return whole(total)
    }

    private static func whole(_ value: Double) -> Int64? { Int64(exactly: value.rounded()) }

    private static func isNumber(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 || byte == 0x2e }
}
