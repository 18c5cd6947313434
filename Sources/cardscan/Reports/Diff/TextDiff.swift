import Cardinality
import TSDB

/// A comparison for eyes: what changed in all first, then what was renamed, then where it grew and why.
struct TextDiff {
    let rows: DiffRows
    let words: DiffWords
    let layout: TextLayout

    var diff: CardinalityDiff { rows.diff }
    private var settings: ReportSettings { rows.settings }
    var width: Int { settings.width }

    /// Rows of a list that is not the main one.
    private static let shortList = 10
    /// A reason needs so many columns to stand beside its metric; with less it goes below.
    private static let narrowestReason = 36
    private static let longestName = 60

    init(_ rows: DiffRows) {
        self.rows = rows
        words = DiffWords(rows)
        layout = TextLayout(width: rows.settings.width)
    }

    func write(to out: inout ByteWriter) {
        for line in lines() { out.write(line.rendered(inColor: settings.usesColor) + "\n") }
    }

    func lines() -> [StyledText] {
        let sections = [summary(), changes(), groups(), metrics(), labels(), unknowns(), next()]
        return Array(sections.filter { !$0.isEmpty }.joined(separator: [StyledText()]))
    }

    // MARK: Summary

    private func summary() -> [StyledText] {
        let names = settings.sources
        var lines = side("old", diff.old, names.first ?? "") + side("new", diff.new, names.last ?? "")
        let growth = diff.counts.growth ?? 0
        lines += layout.flow(
            [StyledText(words.totals, .growth(growth, of: diff.counts.before ?? 0, isTotal: true))]
                + words.fates.map { StyledText($0) })
        if let composition = words.composition { lines += layout.wrapped(composition, .faint) }
        if diff.counts.before == 0, diff.counts.after == 0 {
            lines.append(StyledText("nothing is there, or nothing is selected", .caution))
        }
        return lines + faults()
    }

    private func side(_ title: String, _ side: DiffSide, _ name: String) -> [StyledText] {
        var facts = [StyledText("\(title)  ", .faint).appending(Escaper.show(name, columns: width / 2), .strong)]
        if let window = side.window {
            facts.append(StyledText(TextReport.range(window.minTime, window.maxTime) + " UTC"))
        }
        if let metrics = side.metrics { facts.append(StyledText(Figures.count(metrics, "metric"))) }
        if !side.leftOut.isEmpty {
            facts.append(StyledText("\(Figures.count(side.leftOut.count, "part")) left out", .faint))
        }
        return layout.flow(facts)
    }

    private func faults() -> [StyledText] {
        let errors = diff.diagnostics.count { $0.severity == .error }
        guard errors > 0 else { return [] }
        return layout.flow([
            StyledText("INCOMPLETE: \(Figures.count(errors, "error")), on standard error", .alarm),
            StyledText("what could not be read counts as absent"),
        ])
    }

    private func unknowns() -> [StyledText] {
        guard !diff.unknowns.isEmpty else { return [] }
        return [StyledText("NOT KNOWN", .heading)]
            + diff.unknowns.flatMap { layout.wrapped(Escaper.show($0, in: .notation), .plain, indent: 2) }
    }

    // MARK: Lists

    private func changes() -> [StyledText] {
        let shown = diff.changes.prefix(settings.rows(standard: Self.shortList) ?? .max)
        guard !shown.isEmpty else { return [] }
        var table = Table([
            Table.Column("RENAMED, ADDED, REMOVED", style: .heading), Table.Column("SERIES", .right),
        ])
        for change in shown {
            table.append([
                StyledText(Escaper.show(DiffWords.words(change), columns: max(40, width - 30), in: .notation)),
                StyledText(DiffWords.series(change)),
            ])
        }
        let shownChanges = Array(shown)
        return layout.annotated(table, title: "IN", least: 40) { row, columns in
            let metrics = shownChanges[row].metrics
            guard shownChanges[row].kind != .metricRenamed, let first = metrics.first else { return StyledText() }
            let others = metrics.count > 1 ? " and \(Figures.count(metrics.count - 1, "other metric"))" : ""
            let name = Escaper.show(DiffWords.name(first), columns: max(10, columns - others.utf8.count))
            return StyledText(name, .faint).appending(others, .faint)
        } + more("change", of: diff.changes.count, Self.shortList)
    }

    private func groups() -> [StyledText] {
        guard !diff.groupedBy.isEmpty else { return [] }
        let shown = rows.groupOrder.map { diff.groups[$0] }
        let columns = DiffColumns(rows, shown.map(\.counts))
        let names = diff.groupedBy.map { Escaper.show($0, columns: 30) }
        let room = min(60, max(12, (width - 60) / max(1, names.count)))
        var table = Table(names.enumerated().map { Table.Column($0 == 0 ? "BY \($1)" : $1, style: .heading) })
        table.columns += columns.columns
        for group in shown {
            let values = group.values.map { value in
                value.map { $0.isEmpty ? StyledText("(without)", .faint) : StyledText(Escaper.show($0, columns: room)) }
                    ?? StyledText("(without)", .faint)
            }
            table.append(values + columns.cells(group.counts))
        }
        let lines =
            rows.knowsSeries
            ? layout.annotated(table, title: "GREW MOST", least: 16) { row, columns in
                guard let metric = shown[row].topMetric, let grown = shown[row].topMetricGrown else {
                    return StyledText()
                }
                let number = " +\(Figures.grouped(grown))"
                return StyledText(Escaper.show(DiffWords.name(metric), columns: max(8, columns - number.utf8.count)))
                    .appending(number, .faint)
            } : table.lines()
        return lines + more("group", of: diff.groups.count, ReportSettings.standardLimit)
    }

    private func metrics() -> [StyledText] {
        let changed = rows.changedMetrics
        let shown = Array(changed.prefix(settings.rows() ?? .max))
        guard !shown.isEmpty else {
            return diff.metrics.isEmpty ? [] : [StyledText("no metric has changed", .good)]
        }
        let columns = DiffColumns(rows, shown.map(\.counts))
        var table = Table([Table.Column("METRICS", style: .heading)])
        table.columns += columns.columns
        for metric in shown { table.append([StyledText()] + columns.cells(metric.counts)) }
        // Names are there to be copied: one that is too long for its column gets a line of its own.
        let room = min(Self.longestName, width - table.width)
        var above: [Int: StyledText] = [:]
        var named = Table(table.columns)
        for (row, metric) in shown.enumerated() {
            var name = StyledText(Escaper.show(DiffWords.name(metric.name), columns: width))
            if name.width > room {
                above[row] = name
                name = StyledText()
            }
            named.append([name] + table.rows[row].dropFirst())
        }
        table = named
        let title = "WHY: labels and their new values, without what replaced others"
        return layout.annotated(
            table, title: width - table.width - 3 >= title.count ? title : "WHY", least: Self.narrowestReason,
            above: above
        ) { row, columns in reason(shown[row], columns: columns) }
            + more("changed metric", of: changed.count, ReportSettings.standardLimit)
    }

    /// As many reasons as fit, with values for example as far as there is room.
    private func reason(_ metric: MetricDiff, columns: Int) -> StyledText {
        var line = StyledText()
        for reason in words.reasons(metric) {
            // Labels that say the same are left out before anything is.
            let forms = [3, 2, 1].map { head(of: reason, labels: $0) }
            let text = line.isEmpty ? forms.first { $0.width <= columns } ?? forms[2] : forms[0]
            let gap = line.isEmpty ? 0 : 3
            guard line.isEmpty || line.width + gap + text.width <= columns else { break }
            if gap > 0 { line.append("   ") }
            line.append(text)
            for (index, value) in reason.values.enumerated() {
                let item = (index == 0 ? ": " : ", ") + "\"\(show(value, columns: 30))\""
                guard line.width + DisplayWidth.of(item) + 3 <= columns else {
                    if index > 0 { line.append(", …", .faint) }
                    break
                }
                line.append(item, .faint)
            }
        }
        return line
    }

    /// `pod = uid 12 new → 300 series`.
    private func head(of reason: DiffWords.Reason, labels: Int) -> StyledText {
        var text = StyledText()
        for (index, label) in reason.labels.prefix(labels).enumerated() {
            if index > 0 { text.append(" = ", .faint) }
            text.append(Escaper.show(label, columns: labels == 1 ? 12 : 30), .strong)
        }
        if !reason.labels.isEmpty { text.append(" ") }
        return text.appending(reason.text)
    }

    private func labels() -> [StyledText] {
        let changed = diff.labels.filter { label in
            label.values.added ?? 0 > 0 || label.values.gone ?? 0 > 0 || label.values.growth ?? 0 != 0
        }
        let shown = Array(changed.prefix(settings.rows(standard: Self.shortList) ?? .max))
        guard !shown.isEmpty else { return [] }
        var columns = [
            Table.Column("LABELS", style: .heading), Table.Column("BEFORE", .right), Table.Column("AFTER", .right),
            Table.Column("VALUES", .right),
        ]
        if rows.knowsSeries {
            columns += ["NEW", "GONE", "EXPLAINS"].map { Table.Column($0, .right) }
        }
        var table = Table(columns)
        for label in shown {
            var cells = [
                StyledText(Escaper.show(label.name, columns: max(24, width * 2 / 5))),
                StyledText(DiffWords.number(label.values.before)), StyledText(DiffWords.number(label.values.after)),
                StyledText(DiffWords.signed(label.values.growth)),
            ]
            if rows.knowsSeries {
                cells += [label.values.added, label.values.gone].map { StyledText(DiffWords.number($0)) }
                let explained = label.explained ?? 0
                cells.append(
                    StyledText(
                        explained > 0 ? "+" + Figures.grouped(explained) : "–", explained > 0 ? .strong : .faint))
            }
            table.append(cells)
        }
        let lines =
            rows.knowsSeries
            ? layout.annotated(table, title: "NEW VALUES WITH MOST SERIES", least: 30) { row, columns in
                values(shown[row], columns: columns)
            } : table.lines()
        return lines + more("changed label", of: changed.count, Self.shortList)
    }

    private func values(_ label: LabelDiff, columns: Int) -> StyledText {
        var line = StyledText()
        for (value, series) in label.topValues {
            let item = "\"\(show(value, columns: 40))\" \(Figures.grouped(series))"
            guard line.width + 2 + DisplayWidth.of(item) <= columns else { break }
            line.append((line.isEmpty ? "" : ", ") + item, .faint)
        }
        return line
    }

    /// Text of a value that will stand between double quotes.
    private func show(_ value: UInt32, columns: Int) -> String {
        var text = ""
        diff.symbols.withBytes(of: value) { text = Escaper.show($0, columns: columns, in: .quotes) }
        return text
    }

    /// Says what a list left out; nothing when it left out nothing.
    private func more(_ noun: String, of total: Int, _ standard: Int) -> [StyledText] {
        guard let rows = settings.rows(standard: standard), total > rows else { return [] }
        return [StyledText("… \(Figures.count(total - rows, noun)) more, --limit 0 for all", .faint)]
    }

    // MARK: Next

    /// A command worth running now, ready to be pasted.
    private func next() -> [StyledText] {
        guard rows.knowsSeries, let source = settings.sources.last.flatMap(TextReport.quoted),
            let metric = rows.changedMetrics.first(where: { $0.counts.grown ?? 0 > 1 }),
            let name = TextReport.quoted(metric.name)
        else { return [] }
        return [
            StyledText("next: ", .good).appending("cardscan analyze \(source) --metric \(name)")
                .appending("   its labels and their values", .faint)
        ]
    }
}
