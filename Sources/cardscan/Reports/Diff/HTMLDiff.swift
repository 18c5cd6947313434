import Cardinality
import TSDB

/// A comparison as a page for a browser.
struct HTMLDiff {
    private let rows: DiffRows
    private let words: DiffWords
    private var diff: CardinalityDiff { rows.diff }
    private static let standardRows = 1000
    private static let rest = "--format json --limit 0 has everything"

    init(_ rows: DiffRows) {
        self.rows = rows
        words = DiffWords(rows)
    }

    func write(to out: inout ByteWriter) {
        let names = [rows.settings.sources.first, rows.settings.sources.last].map {
            Escaper.show($0 ?? "", columns: 80)
        }
        var page = HTMLPage(
            command: "diff", subject: names.joined(separator: " → "), headline: headline, figures: figures,
            notices: notices)
        page.lead = [words.composition, words.totals].compactMap { $0 }.filter { !$0.isEmpty }.map {
            StyledText("\($0).")
        }
        page.sections = [map, changes, groups, metrics].compactMap(\.self)
        page.colophon = [
            StyledText(
                "Churn: a new series that took the place of one that is gone. Renamed: one that is gone, under another "
                    + "name. What is neither is growth without a predecessor. docs/diff.md tells the rules.")
        ]
        page.write(to: &out)
    }

    // MARK: The head

    private var headline: StyledText {
        guard let growth = diff.counts.growth else { return StyledText("What changed between two reports") }
        let changed = rows.changedMetrics
        guard growth > 0 else {
            if changed.isEmpty { return StyledText("Nothing has changed") }
            return StyledText(
                growth == 0
                    ? "Series came and went, and their number is the same" : "\(Figures.grouped(-growth)) series fewer")
        }
        var text = StyledText("\(DiffWords.signed(growth)) series")
        guard let most = changed.max(by: { ($0.counts.growth ?? 0) < ($1.counts.growth ?? 0) }),
            let grown = most.counts.growth, grown > 0
        else { return text }
        text.append(", \(Figures.percent(min(1, Double(grown) / Double(growth)))) of the growth in ")
        text.append(Escaper.show(DiffWords.name(most.name), columns: 120), .strong)
        if let labels = words.reasons(most).first(where: { !$0.labels.isEmpty })?.labels {
            text.append(", because of ")
            text.append(labels.prefix(3).map { Escaper.show($0, columns: 60) }.joined(separator: " = "), .strong)
        }
        return text
    }

    private var figures: [HTMLPage.Figure] {
        let counts = diff.counts
        var figures = [
            HTMLPage.Figure(title: "Before", value: counts.before.map(Figures.compact) ?? "?"),
            HTMLPage.Figure(title: "After", value: counts.after.map(Figures.compact) ?? "?"),
            HTMLPage.Figure(title: "Growth", value: DiffWords.signed(counts.growth)),
        ]
        guard rows.knowsSeries else { return figures }
        for (title, count) in [
            ("New", counts.added), ("Gone", counts.gone), ("Kept", counts.kept), ("Churn", counts.replaced),
            ("Renamed", counts.renamed), ("No predecessor", counts.grown),
        ] {
            figures.append(HTMLPage.Figure(title: title, value: count.map(Figures.compact) ?? "?"))
        }
        return figures
    }

    private var notices: [HTMLPage.Notice] {
        var notices: [HTMLPage.Notice] = []
        let errors = diff.diagnostics.filter { $0.severity == .error }
        if !errors.isEmpty {
            notices.append(
                HTMLPage.Notice(
                    isAlarm: true, text: "Incomplete: what could not be read counts as absent.",
                    items: errors.prefix(20).map(StandardError.text)))
        }
        if !diff.unknowns.isEmpty {
            let items = diff.unknowns.prefix(20).map { Escaper.show($0, columns: 400, in: .notation) }
            notices.append(HTMLPage.Notice(isAlarm: false, text: "Not known:", items: Array(items)))
        }
        return notices
    }

    // MARK: Sections

    /// Metrics by how much they have changed.
    private var map: HTMLSection? {
        let changed = rows.changedMetrics.filter { $0.counts.growth ?? 0 != 0 }
            .sorted { abs($0.counts.growth ?? 0) > abs($1.counts.growth ?? 0) }
        guard !changed.isEmpty else { return nil }
        var root = HTMLTreemap.Node("all changes", size: changed.reduce(0) { $0 + abs($1.counts.growth ?? 0) })
        root.unit = "series"
        root.partsAre = "Metrics"
        var sums = (grown: 0, shrunk: 0)
        for metric in changed {
            let growth = metric.counts.growth ?? 0
            if growth > 0 { sums.grown += growth } else { sums.shrunk -= growth }
            guard root.parts.count < 800 else {
                root.rest.size += abs(growth)
                root.rest.count += 1
                continue
            }
            var node = HTMLTreemap.Node(name(of: metric), size: abs(growth))
            node.hue = growth > 0 ? 1 : 2
            node.why = StyledText("\(DiffWords.signed(growth))").appending("   ").appending(why(metric))
            root.parts.append(node)
        }
        root.lists = [
            HTMLTreemap.List(
                title: "Series by metrics that grew and shrank",
                rows: [("grew", sums.grown, 1), ("shrank", sums.shrunk, 2)].filter { $0.1 > 0 }.map {
                    HTMLTreemap.List.Row(name: $0.0, size: $0.1, text: StyledText(Figures.grouped($0.1)), hue: $0.2)
                })
        ]
        return .treemap(HTMLTreemap(title: "Where it changed", root: root))
    }

    private var changes: HTMLSection? {
        guard !diff.changes.isEmpty else { return nil }
        let rows = diff.changes.prefix(limit).map { change -> [HTMLTable.Cell] in
            let metrics = change.metrics.prefix(5).map { Escaper.show($0, columns: 120) }.joined(separator: ", ")
            let others = change.metrics.count > 5 ? " and \(change.metrics.count - 5) more" : ""
            return [
                .text(StyledText(DiffWords.words(change))), .text(StyledText(DiffWords.series(change))),
                .text(StyledText(metrics + others)),
            ]
        }
        return .table(
            HTMLTable(
                title: "Renamed, added and removed", noun: "changes",
                columns: [
                    HTMLTable.Column("What changed", .wide), HTMLTable.Column("Series", .text),
                    HTMLTable.Column("Metrics", .wide),
                ], rows: rows, total: diff.changes.count, rest: Self.rest))
    }

    private var groups: HTMLSection? {
        guard !diff.groups.isEmpty else { return nil }
        let names = diff.groupedBy.map { HTMLTable.Column(Escaper.show($0, columns: 60), .name) }
        let shown = rows.groupOrder.prefix(limit).map { row -> [HTMLTable.Cell] in
            let group = diff.groups[row]
            return group.values.map { value -> HTMLTable.Cell in
                guard let value, !value.isEmpty else { return .text(StyledText("(without)", .faint)) }
                return .text(StyledText(Escaper.show(value, columns: HTMLReport.columns)))
            } + cells(group.counts)
        }
        return .table(
            HTMLTable(
                title: "By \(names.map(\.title).joined(separator: ", "))", noun: "groups", columns: names + columns,
                rows: shown, total: diff.groups.count, rest: Self.rest))
    }

    private var metrics: HTMLSection {
        let changed = rows.changedMetrics
        var table = HTMLTable(
            title: "Metrics that changed", noun: "metrics",
            columns: [HTMLTable.Column("Metric", .node)] + columns + [HTMLTable.Column("Why", .wide)],
            rows: changed.prefix(limit).map { metric in
                [.text(StyledText(name(of: metric)))] + cells(metric.counts) + [.text(why(metric))]
            }, total: changed.count, rest: Self.rest)
        table.limit = 1_200_000
        return .table(table)
    }

    private var limit: Int {
        min(rows.settings.rows(standard: Self.standardRows) ?? HTMLTable.mostRows, HTMLTable.mostRows)
    }

    private func name(of metric: MetricDiff) -> String {
        Escaper.show(DiffWords.name(metric.name), columns: HTMLReport.columns)
    }

    private func why(_ metric: MetricDiff) -> StyledText {
        var text = StyledText()
        for (index, reason) in words.reasons(metric).enumerated() {
            if index > 0 { text.append("   ") }
            for (place, label) in reason.labels.prefix(3).enumerated() {
                if place > 0 { text.append(" = ", .faint) }
                text.append(Escaper.show(label, columns: 60), .strong)
            }
            text.append((reason.labels.isEmpty ? "" : " ") + reason.text)
            let values = reason.values.prefix(3).map { value in
                var shown = ""
                diff.symbols.withBytes(of: value) { shown = Escaper.show($0, columns: 40) }
                return shown
            }
            if !values.isEmpty { text.append(": " + values.joined(separator: ", "), .faint) }
        }
        return text
    }

    private var columns: [HTMLTable.Column] {
        let known = [
            HTMLTable.Column("Before", .count), HTMLTable.Column("After", .count),
            HTMLTable.Column("Growth", .change, hasBar: true),
        ]
        guard rows.knowsSeries else { return known }
        return known + [
            HTMLTable.Column("New", .count), HTMLTable.Column("Gone", .count), HTMLTable.Column("Renamed", .count),
            HTMLTable.Column("Churn", .count, hint: "New series that took the place of others"),
        ]
    }

    private func cells(_ counts: DiffCounts) -> [HTMLTable.Cell] {
        let known: [HTMLTable.Cell] = [.number(counts.before), .number(counts.after), .number(counts.growth)]
        guard rows.knowsSeries else { return known }
        return known + [.number(counts.added), .number(counts.gone), .number(counts.renamed), .number(counts.replaced)]
    }
}
