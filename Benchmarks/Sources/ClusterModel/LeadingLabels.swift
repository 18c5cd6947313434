/// Labels whose names sort before `__name__`, so that the series of one metric are not next to each other.
package struct LeadingLabels: Sendable {
    /// The share of series that has one.
    let share: Double

    /// Names in upper case sort before the underscore. A series has at most one of these pairs.
    let pairs: [(String, String)]

    package static let none = LeadingLabels(share: 0, pairs: [])

    package static func uppercase(share: Double) -> LeadingLabels {
        LeadingLabels(
            share: share,
            pairs: [
                ("AZ", "eu-west-1a"), ("AZ", "eu-west-1b"), ("AZ", "eu-west-1c"), ("Team", "logistics"),
                ("Team", "payments"),
            ])
    }

    private init(share: Double, pairs: [(String, String)]) {
        self.share = share
        self.pairs = pairs
    }

    /// Small shares come from few metrics (one library in twelve), and of those from few workloads.
    func choice(metric: Int, kind: Int, group: Int, _ dice: Dice) -> Int? {
        guard share > 0 else { return nil }
        let metrics = max(share, 0.08)
        guard dice.chance(.leadingMetric, metric) < metrics,
            dice.chance(.leadingTarget, metric, kind, group) < share / metrics
        else { return nil }
        return Int(dice.roll(.leadingTarget, group, kind, -1) % UInt64(pairs.count))
    }
}

/// A leading label as symbols.
package struct Lead: Sendable, Equatable {
    let name: SymbolID
    let value: SymbolID
}
