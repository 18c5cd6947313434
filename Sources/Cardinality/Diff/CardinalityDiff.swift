package import TSDB

/// What changed between two sources, two windows of one source, or two reports: the result of `diff`.
///
/// A report with deltas: its rows are those of `CardinalityReport`, each with what it was before and is after. Lists are
/// whole and in the order of how much changed; how many rows are shown is the writer's choice.
package struct CardinalityDiff: Sendable {
    /// What was compared, and so what can be told.
    package enum Basis: String, Sendable {
        /// The series themselves: every number is exact.
        case series
        /// Numbers of reports: which series came and went is unknown.
        case reports
    }

    package var basis: Basis
    package var old = DiffSide()
    package var new = DiffSide()
    package var counts = DiffCounts()
    /// Most growth or loss first, ties by series that came and went, then by name.
    package var metrics: [MetricDiff] = []
    /// Labels whose values explain most of the growth first, then those with most new values.
    package var labels: [LabelDiff] = []
    /// Rows of `--by`, most growth or loss first.
    package var groups: [GroupDiff] = []
    package var groupedBy: [String] = []
    /// What was renamed, added to series or taken from them, most series first.
    package var changes: [SchemaChange] = []
    /// What could not be told, in words.
    package var unknowns: [String] = []
    package var diagnostics: [Diagnostic] = []

    /// Text of symbols, redacted when that was asked for.
    package let symbols: any SymbolText

    package init(basis: Basis, symbols: any SymbolText) {
        self.basis = basis
        self.symbols = symbols
    }
}

/// One of the two that are compared.
package struct DiffSide: Sendable {
    package var sources: [SourceRow] = []
    /// First and last sample of what was selected; nil when no times are known.
    package var window: Window?
    package var metrics: Int?
    /// `__name__` included.
    package var labelNames: Int?
    package var labelPairs: Int?
    package var leftOut: [LeftOutPart] = []

    package init() {}
}

/// Series before and after, and what became of them. What reports do not tell is nil.
///
/// `after - before` is `added - gone`. Of the series that were added, `renamed + replaced + grown` is the sum; of those
/// that are gone, `lost` have no successor.
package struct DiffCounts: Sendable, Equatable {
    package var before: Int?
    package var after: Int?
    /// Only in the new source.
    package var added: Int?
    /// Only in the old source.
    package var gone: Int?
    /// Added, and a series that is gone under another label, label value or metric name.
    package var renamed: Int?
    /// Added, and the successor of one that is gone: churn.
    package var replaced: Int?
    /// Added without a predecessor.
    package var grown: Int?
    /// Gone without a successor.
    package var lost: Int?

    package init() {}

    package init(before: Int?, after: Int?) {
        self.before = before
        self.after = after
    }

    package var kept: Int? { after.flatMap { after in added.map { after - $0 } } }

    /// Net growth, negative for loss.
    package var growth: Int? { after.flatMap { after in before.map { after - $0 } } }

    /// Whether anything is known to have changed.
    package var isChanged: Bool { growth ?? 0 != 0 || added ?? 0 > 0 || gone ?? 0 > 0 }
}

package struct MetricDiff: Sendable {
    /// Empty for series without a name.
    package var name: String
    package var counts: DiffCounts
    /// Labels in the order of their new values; those that changed in nothing included.
    package var labels: [MetricLabelDiff] = []
    /// Labels whose new values the series without predecessors carry: each cause explains what those before it do not.
    package var causes: [GrowthCause] = []
    /// Series without predecessors whose labels all have values that were there before.
    package var newCombinations: Int?
    /// The metric whose series this one's are now, or the one that has them now.
    package var renamedFrom: String?
    package var renamedTo: String?

    package init(name: String, counts: DiffCounts) {
        self.name = name
        self.counts = counts
    }
}

/// How the values of one label of one metric, or of all metrics, changed.
package struct ValueCounts: Sendable, Equatable {
    /// Distinct values.
    package var before: Int?
    package var after: Int?
    /// Values that only the new source has, and only the old one.
    package var added: Int?
    package var gone: Int?

    package init(before: Int?, after: Int?, added: Int? = nil, gone: Int? = nil) {
        self.before = before
        self.after = after
        self.added = added
        self.gone = gone
    }
}

package struct MetricLabelDiff: Sendable, Equatable {
    package var name: String
    package var values: ValueCounts

    package init(name: String, values: ValueCounts) {
        self.name = name
        self.values = values
    }
}

/// New values that explain series without predecessors.
package struct GrowthCause: Sendable, Equatable {
    /// Labels that explain the same series with as many new values, such as pod and uid; the shortest name first.
    package var labels: [String]
    /// New values of each.
    package var values: Int
    /// Series without a predecessor that carry one.
    package var series: Int
    /// Values of the first label that most of these series carry.
    package var examples: [UInt32]

    package init(labels: [String], values: Int, series: Int, examples: [UInt32]) {
        self.labels = labels
        self.values = values
        self.series = series
        self.examples = examples
    }
}

package struct LabelDiff: Sendable {
    package var name: String
    package var values: ValueCounts
    /// Series without predecessors that new values of this label explain, as the first name of a cause.
    package var explained: Int?
    /// New values that most series without predecessors carry, each with their number.
    package var topValues: [(value: UInt32, series: Int)] = []

    package init(name: String, values: ValueCounts, explained: Int? = nil) {
        self.name = name
        self.values = values
        self.explained = explained
    }
}

package struct GroupDiff: Sendable {
    /// One value for each name in `groupedBy`; nil where the series lack the label.
    package var values: [String?]
    package var counts: DiffCounts
    /// The metric with most series without predecessors; nil when there are none or that is unknown.
    package var topMetric: String?
    package var topMetricGrown: Int?

    package init(values: [String?], counts: DiffCounts) {
        self.values = values
        self.counts = counts
    }
}

/// A change of what series are called rather than of how many there are.
package struct SchemaChange: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case metricRenamed = "metric_renamed"
        case labelRenamed = "label_renamed"
        case valuesRenamed = "values_renamed"
        case labelAdded = "label_added"
        case labelRemoved = "label_removed"
    }

    package var kind: Kind
    /// The label whose values changed; nil for other kinds.
    package var label: String?
    /// The old name, or how values began or ended; empty for a label that was added.
    package var from: String
    /// The new one; empty for a label that was removed.
    package var to: String
    /// Whether values changed at their end rather than at their start.
    package var atEnd = false
    /// Metrics it happened to, by name.
    package var metrics: [String]
    /// Series before and after that it concerns.
    package var before: Int
    package var after: Int

    package init(
        kind: Kind, label: String? = nil, from: String, to: String, atEnd: Bool = false, metrics: [String], before: Int,
        after: Int
    ) {
        self.kind = kind
        self.label = label
        self.from = from
        self.to = to
        self.atEnd = atEnd
        self.metrics = metrics
        self.before = before
        self.after = after
    }
}
