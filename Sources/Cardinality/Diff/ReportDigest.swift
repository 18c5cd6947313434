package import TSDB

/// What two reports must tell to be compared: numbers without series.
package struct ReportDigest: Sendable {
    /// Text that is equal byte by byte: what looks alike may be another name.
    package struct Name: Hashable, Comparable, Sendable {
        package let text: String

        package init(_ text: String) { self.text = text }

        package static func == (a: Name, b: Name) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

        package static func < (a: Name, b: Name) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }

        package func hash(into hasher: inout Hasher) {
            for byte in text.utf8 { hasher.combine(byte) }
        }
    }

    package struct Metric: Sendable {
        package var series: Int
        /// Distinct values of each label.
        package var labels: [Name: Int]

        package init(series: Int, labels: [Name: Int]) {
            self.series = series
            self.labels = labels
        }
    }

    package var side = DiffSide()
    package var series: Int?
    package var metrics: [Name: Metric] = [:]
    /// Distinct values of each label over all metrics.
    package var labels: [Name: Int] = [:]
    /// In alphabetical order, as JSON has none.
    package var groupedBy: [String] = []
    /// Series by the values of the labels in `groupedBy`.
    package var groups: [[Name]: Int] = [:]
    /// Whether the lists are whole; what is not in a list that was cut is unknown.
    package var hasAllMetrics = true
    package var hasAllLabels = true
    package var hasAllGroups = true
    package var diagnostics: [Diagnostic] = []

    package init() {}

    package init(_ report: CardinalityReport) {
        side.sources = report.sources
        side.window = report.window
        side.metrics = report.totals.metrics
        side.labelNames = report.totals.labelNames
        side.labelPairs = report.totals.labelPairs
        side.leftOut = report.leftOut
        series = report.totals.counts.series
        for metric in report.metrics {
            let labels = Dictionary(
                metric.labels.map { (Name($0.name), $0.values) }, uniquingKeysWith: { first, _ in first })
            metrics[Name(metric.name)] = Metric(series: metric.counts.series, labels: labels)
        }
        for label in report.labels { labels[Name(label.name)] = label.values }
        let order = report.groupedBy.indices.sorted { report.groupedBy[$0] < report.groupedBy[$1] }
        groupedBy = order.map { report.groupedBy[$0] }
        for group in report.groups {
            let key = order.map { Name(group.values[$0].map { report.text(of: $0) } ?? "") }
            groups[key, default: 0] += group.counts.series
        }
        diagnostics = report.diagnostics
    }
}

extension CardinalityDiff {
    /// The deltas of two reports; which series came and went cannot be told.
    package init(comparing old: ReportDigest, with new: ReportDigest) {
        self.init(basis: .reports, symbols: NoSymbols())
        self.old = old.side
        self.new = new.side
        counts = DiffCounts(before: old.series, after: new.series)
        unknowns = ["which series are new, gone and kept, and what replaced what: reports hold no series"]
        metrics = Set(old.metrics.keys).union(new.metrics.keys).map { name in
            let (before, after) = (old.metrics[name], new.metrics[name])
            var row = MetricDiff(
                name: name.text,
                counts: DiffCounts(
                    before: Self.known(before?.series, old.hasAllMetrics),
                    after: Self.known(after?.series, new.hasAllMetrics)))
            let labels = Set((before?.labels ?? [:]).keys).union((after?.labels ?? [:]).keys)
            row.labels = labels.map { label in
                // Every label of a metric is listed with it.
                MetricLabelDiff(
                    name: label.text,
                    values: ValueCounts(
                        before: before.map { $0.labels[label] ?? 0 } ?? (old.hasAllMetrics ? 0 : nil),
                        after: after.map { $0.labels[label] ?? 0 } ?? (new.hasAllMetrics ? 0 : nil)))
            }
            .sorted { ($1.values.growth ?? 0, $0.name) < ($0.values.growth ?? 0, $1.name) }
            return row
        }
        .sorted { $0.precedes($1) }
        labels = Set(old.labels.keys).union(new.labels.keys).map { name in
            LabelDiff(
                name: name.text,
                values: ValueCounts(
                    before: Self.known(old.labels[name], old.hasAllLabels),
                    after: Self.known(new.labels[name], new.hasAllLabels)))
        }
        .sorted { $0.precedes($1) }
        if !old.hasAllMetrics || !new.hasAllMetrics || !old.hasAllLabels || !new.hasAllLabels {
            unknowns.append("rows that a report left out; write reports with --limit 0")
        }
        compareGroups(old, new)
        diagnostics = old.diagnostics + new.diagnostics
    }

    private mutating func compareGroups(_ old: ReportDigest, _ new: ReportDigest) {
        guard old.groupedBy == new.groupedBy else {
            unknowns.append("groups: the reports were not made with the same --by")
            return
        }
        groupedBy = new.groupedBy
        groups = Set(old.groups.keys).union(new.groups.keys).map { key in
            GroupDiff(
                values: key.map(\.text),
                counts: DiffCounts(
                    before: Self.known(old.groups[key], old.hasAllGroups),
                    after: Self.known(new.groups[key], new.hasAllGroups)))
        }
        .sorted { $0.precedes($1) }
    }

    /// What is not in a list that is whole is not there at all.
    private static func known(_ number: Int?, _ isWhole: Bool) -> Int? { number ?? (isWhole ? 0 : nil) }
}

/// A comparison of reports shows no values.
private struct NoSymbols: SymbolText {
    func text(of reference: UInt32) -> String { "" }
}
