import Cardinality
import TSDB

extension HTMLReport {
    var tables: [HTMLSection] {
        [groups, metrics, labels, pairs, sources].compactMap { $0 }.filter { !$0.rows.isEmpty }.map { .table($0) }
            + [leftOut, next].compactMap(\.self)
    }

    private var total: Int { report.totals.counts.series }

    private func share(_ series: Int) -> HTMLTable.Cell { .share(total > 0 ? Double(series) / Double(total) : nil) }

    // MARK: Columns that lists of counts share

    private var countColumns: [HTMLTable.Column] {
        var columns = [
            HTMLTable.Column("Series", .count), HTMLTable.Column("Share", .share, hint: "Of all series", hasBar: true),
        ]
        if report.totals.counts.active != nil {
            columns.append(HTMLTable.Column("Active", .count, hint: "With a recent sample at the end of the time"))
        }
        if hasChurn {
            columns.append(HTMLTable.Column("New/h", .rate, hint: "New series each hour, of those of the row"))
            columns.append(HTMLTable.Column("Gone", .count, hint: "Series that ended in the time"))
        }
        return columns
    }

    private func countCells(_ counts: SeriesCounts) -> [HTMLTable.Cell] {
        var cells: [HTMLTable.Cell] = [.number(counts.series), share(counts.series)]
        if report.totals.counts.active != nil { cells.append(.number(counts.active)) }
        if hasChurn { cells += [.share(churn(counts)), .number(counts.gone)] }
        return cells
    }

    /// The column that `--sort` orders by, in a list whose counts begin at `first`; nil where it is not shown.
    private func sorted(_ columns: [HTMLTable.Column], name: Int = 0, bytes: String? = nil) -> Int? {
        let title =
            switch settings.sort {
            case nil, .series: "Series"
            case .active: "Active"
            case .churn: "New/h"
            case .gone: "Gone"
            case .name: columns[name].title
            case .bytes: bytes
            case .new: nil as String?
            }
        return title.flatMap { title in columns.firstIndex { $0.title == title } }
    }

    // MARK: Lists

    private var metrics: HTMLTable {
        let columns =
            [HTMLTable.Column("Metric", .node), HTMLTable.Column("Type", .text)] + countColumns + [
                HTMLTable.Column("Bytes", .bytes, hint: "In indexes and chunks"),
                HTMLTable.Column("Why: label, values → left without it", .wide),
            ]
        var table = HTMLTable(
            title: "Metrics", noun: "metrics", columns: columns,
            rows: order(report.metricOrder(settings, standard: Self.standardRows)).map { row in
                let metric = report.metrics[row]
                return [
                    .text(StyledText(name(of: metric.name))), .text(StyledText(TextReport.type(metric.type), .faint)),
                ] + countCells(metric.counts) + [.number(metric.bytes), .text(why(metric))]
            }, total: report.metrics.count, rest: rest)
        table.sorted = sorted(columns, bytes: "Bytes")
        table.isAscending = settings.sort == .name
        table.limit = 800_000
        return table
    }

    private var labels: HTMLTable {
        let columns = [
            HTMLTable.Column("Label", .name), HTMLTable.Column("Values", .count, hasBar: true),
            HTMLTable.Column("Bytes", .bytes, hint: "Of the distinct values"),
            HTMLTable.Column("Metrics", .count, hint: "That have it"), HTMLTable.Column("Series", .count),
            HTMLTable.Column(
                "Left without it", .count, hint: "Series of all that would be left if it were removed everywhere"),
            HTMLTable.Column("Saves", .share, hint: "Of all series", hasBar: true),
            HTMLTable.Column("Looks like", .wide),
        ]
        var table = HTMLTable(
            title: "Labels", noun: "labels", columns: columns,
            rows: order(report.labelOrder(settings, standard: Self.standardRows)).map { row in
                let label = report.labels[row]
                return [
                    .text(StyledText(Escaper.show(label.name, columns: Self.columns))), .number(label.values),
                    .number(label.valueBytes), .number(label.metrics), .number(label.counts.series),
                    .number(label.seriesWithout),
                    label.seriesWithout.map { share(total - $0) } ?? .share(nil), .text(looksLike(label)),
                ]
            }, total: report.labels.count, rest: rest)
        table.sorted = settings.sort == nil ? 1 : sorted(columns, bytes: "Bytes")
        table.isAscending = settings.sort == .name
        return table
    }

    private func looksLike(_ label: LabelRow) -> StyledText {
        // A shape of a few values explains nothing.
        guard let shape = label.shapes.first(where: { $0.values * 10 >= label.values }), label.values > 0 else {
            return StyledText()
        }
        var text = StyledText("\(shape.shape.title) \(Figures.percent(Double(shape.values) / Double(label.values)))")
        if let example = shape.examples.first { text.append("  " + words.show(example, columns: 60), .faint) }
        return text
    }

    private var pairs: HTMLTable {
        let columns = [HTMLTable.Column("Label pair", .name)] + countColumns
        var table = HTMLTable(
            title: "Label pairs", noun: "pairs", columns: columns,
            rows: order(report.pairOrder(settings, standard: Self.standardRows)).map { row in
                let pair = report.labelPairs[row]
                let label = Escaper.show(report.labels[pair.label].name, columns: 60)
                let value = words.show(pair.value, columns: Self.columns, in: .quotes)
                return [.text(StyledText("\(label)=\"\(value)\""))] + countCells(pair.counts)
            }, total: report.totals.labelPairs, rest: rest)
        table.sorted = sorted(columns)
        table.isAscending = settings.sort == .name
        return table
    }

    private var groups: HTMLTable? {
        guard !report.groupedBy.isEmpty else { return nil }
        let names = report.groupedBy.map { HTMLTable.Column(Escaper.show($0, columns: 60), .name) }
        let columns =
            names + countColumns + [
                HTMLTable.Column("Top metric", .node), HTMLTable.Column("Its series", .count),
            ]
        var table = HTMLTable(
            title: "Series by \(names.map(\.title).joined(separator: ", "))", noun: "groups", columns: columns,
            rows: order(report.groupOrder(settings, standard: Self.standardRows)).map { row in
                let group = report.groups[row]
                let values = group.values.map { value -> HTMLTable.Cell in
                    guard let value else { return .text(StyledText("(without)", .faint)) }
                    return .text(StyledText(words.show(value, columns: Self.columns)))
                }
                return values + countCells(group.counts) + [
                    .text(StyledText(name(of: group.topMetric))), .number(group.topMetricSeries),
                ]
            }, total: report.groups.count, rest: rest)
        table.sorted = sorted(columns)
        table.isAscending = settings.sort == .name
        return table
    }

    private func order(_ order: RowOrder) -> [Int] { Array(order.prefix(rows)) }

    // MARK: Sources

    private var sources: HTMLTable {
        let columns = [
            HTMLTable.Column("Source", .name), HTMLTable.Column("Kind", .text), HTMLTable.Column("Series", .count),
            HTMLTable.Column("Samples", .count), HTMLTable.Column("Size", .bytes),
            HTMLTable.Column("From (UTC)", .text), HTMLTable.Column("To (UTC)", .text),
            HTMLTable.Column("Notes", .wide),
        ]
        func time(_ time: Int64?) -> HTMLTable.Cell {
            .text(StyledText(time.map { UTCTime(milliseconds: $0) }.map { "\($0.date) \($0.clock)" } ?? ""))
        }
        return HTMLTable(
            title: "Sources", noun: "sources", columns: columns,
            rows: report.sources.prefix(rows).map { source in
                [
                    .text(StyledText(Escaper.show(words.name(of: source), columns: Self.columns))),
                    .text(StyledText(source.kind.rawValue)), .number(source.series), .number(source.samples),
                    .number(source.sizes.total), time(source.minTime), time(source.maxTime),
                    .text(
                        StyledText(
                            Escaper.show(source.notes.joined(separator: ", "), columns: 300, in: .notation), .faint)),
                ]
            }, total: report.sources.count, rest: rest)
    }

    private var leftOut: HTMLSection? {
        guard !report.leftOut.isEmpty else { return nil }
        let shown = report.leftOut.prefix(rows).map { part in
            StyledText(Escaper.show(part.path, columns: Self.columns), .strong).appending(
                "  " + Escaper.show(part.reason, columns: 400, in: .notation), .faint)
        }
        return .table(
            HTMLTable(
                title: "Left out", noun: "parts", note: StyledText("Not in any count above."),
                columns: [HTMLTable.Column("Part, and why", .wide)], rows: shown.map { [.text($0)] },
                total: report.leftOut.count, rest: rest))
    }

    private var next: HTMLSection? {
        let hints = words.hints
        guard !hints.isEmpty else { return nil }
        let text = hints.map { "# \($0.purpose)\n\($0.command)" }.joined(separator: "\n")
        return .code(title: "Next", note: nil, text: text)
    }
}
