/// What an expression reads of the series of one selector.
///
/// Two things are not said here: that merging series which a label keeps apart changes sums and rates, which depends on
/// the series; and that a label which is not needed could have been named in an alert's template, of which only
/// `Expression.usage(needing:)` knows when it is told.
package struct SelectorUsage: Sendable {
    /// Which series: the matchers read labels too, and say which values of them matter. For the info metrics of
    /// `info()`, which it selects by itself, the selector it stands for.
    package let selector: Selector
    /// Bytes of the expression: the selector's, or the call's of an `info()` without one.
    package let range: Range<Int>
    /// Whether this is what `info()` selects.
    package let isInfo: Bool
    /// The labels that what surrounds the selector makes matter.
    package let demand: LabelDemand

    /// What the matchers ask of a label's values; all of them have to hold.
    package func matchers(on label: String) -> [Matcher] { selector.matchers.filter { $0.name == label } }

    /// Whether the expression could tell if the label were not there: a matcher reads it, or something needs it.
    package func reads(_ label: String) -> Bool {
        demand.needs(label) || selector.matchers.contains { $0.name == label }
    }

    /// Every label that is read by name, sorted, the metric's name not among them.
    package var labels: [String] {
        let names = Set(selector.matchers.map(\.name) + demand.reads.map(\.label))
        return names.subtracting([Matcher.nameLabel]).sorted()
    }
}

extension Expression {
    /// What the expression reads, selector by selector as they are written, if its whole result is looked at.
    package var usage: [SelectorUsage] {
        usage(needing: LabelDemand(wholes: [.init(.result, at: range)]))
    }

    /// What the expression reads if only these labels of its result matter: those an alert's templates and routes name.
    package func usage(needing demand: LabelDemand) -> [SelectorUsage] {
        var tracer = UsageTracer()
        tracer.trace(self, demand)
        return tracer.usages.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}
