/// Whether two results of one expression, over series as they are and as they would be, are the same.
package enum ResultComparison: Sendable, Equatable {
    /// The same number of series, and the same values of each label.
    case same
    /// As many series, or as many values of a label, before and after.
    case different(of: String, before: Int, after: Int)
    /// They differ, and one of them is only a bound.
    case undecided

    /// - Parameter ignored: Labels that nobody looks at: series that differ in nothing else count as one.
    package init(_ before: ExpressionResult, _ after: ExpressionResult, ignoring ignored: Set<String>) {
        let isExact = before.labelsAreExact && after.labelsAreExact
        func differ(_ subject: String, _ one: Int, _ other: Int) -> ResultComparison {
            isExact ? .different(of: subject, before: one, after: other) : .undecided
        }
        guard before.hasSeries, after.hasSeries else {
            self = before.count == after.count ? .same : .undecided
            return
        }
        let old = before.labels(examples: 0).filter { !ignored.contains($0.name) }
        let new = after.labels(examples: 0).filter { !ignored.contains($0.name) }
        let names = Set((old + new).map(\.name)).sorted()
        let series = [before, after].map { $0.groups(by: names)?.limit ?? 0 }
        guard series[0] == series[1] else {
            self = differ("series", series[0], series[1])
            return
        }
        for name in names {
            let values = [old, new].map { labels in labels.first { $0.name == name }?.values ?? 0 }
            guard values[0] == values[1] else {
                self = differ("values of \(name)", values[0], values[1])
                return
            }
        }
        self = .same
    }
}
