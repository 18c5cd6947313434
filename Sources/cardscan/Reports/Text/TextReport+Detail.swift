import Cardinality

extension TextReport {
    /// Values of each label when nobody said how many.
    private static let valuesShown = 5

    /// One metric in depth: what it is, and its labels.
    func detail(_ detail: MetricDetail) -> [StyledText] {
        let labels = detailLabels(detail)
        return detailHeader(detail.metric) + (labels.isEmpty ? [] : [StyledText()] + labels)
    }

    private func detailHeader(_ metric: MetricRow) -> [StyledText] {
        let type = metric.type.kind.rawValue + (metric.type.isInferred ? " (by its name)" : "")
        let name = StyledText(Escaper.show(metric.name, columns: width), .heading)
        let unit = metric.unit.map { $0.isEmpty ? "" : "unit \(Escaper.show($0, columns: 30))" } ?? ""
        var lines = flow([name, StyledText(type), StyledText(unit)])
        if let help = metric.help, !help.isEmpty { lines += wrapped(Escaper.show(help, columns: 400), .faint) }
        let counts = metric.counts
        let total = report.totals.counts.series
        let share = total > 0 ? Double(counts.series) / Double(total) : 0
        var series = StyledText(Figures.count(counts.series, "series", plural: "series"), .strong)
        series.append(" (\(Figures.percent(share)) of all)")
        var facts = [series]
        if let active = counts.active { facts.append(StyledText("\(Figures.compact(active)) active")) }
        let isLong = report.window?.isLongEnough == true
        if isLong, let new = counts.new { facts.append(StyledText("\(Figures.compact(new)) new")) }
        if isLong, let gone = counts.gone { facts.append(StyledText("\(Figures.compact(gone)) gone")) }
        facts.append(StyledText("index \(Figures.bytes(metric.indexBytes))"))
        if let chunks = metric.chunkBytes { facts.append(StyledText("chunks \(Figures.bytes(chunks))")) }
        if let price = settings.price { facts.append(StyledText(price.text(of: counts.billed))) }
        lines += flow(facts)
        if let together = metric.together {
            let names = together.labels.map { Escaper.show($0, columns: 30) }.joined(separator: " and ")
            lines += flow([
                StyledText("left without \(names) together:"), leftWithout(together.seriesWithout, of: counts.series),
            ])
        }
        return lines
    }

    private func detailLabels(_ detail: MetricDetail) -> [StyledText] {
        guard !detail.labels.isEmpty else { return [] }
        var table = Table([
            Table.Column("LABELS", style: .heading), Table.Column("VALUES", .right), Table.Column("BYTES", .right),
            Table.Column("SERIES", .right), Table.Column("LEFT WITHOUT IT", .right), Table.Column("FOLLOWS FROM"),
        ])
        if !detail.labels.contains(where: { !$0.row.determinedBy.isEmpty }) { table.columns.removeLast() }
        for label in detail.labels {
            let causes = label.row.determinedBy.map { Escaper.show($0, columns: 30) }
            let cells = [
                StyledText(Escaper.show(label.row.name, columns: max(20, width / 3))),
                StyledText(Figures.grouped(label.row.values)), StyledText(Figures.bytes(label.valueBytes), .faint),
                StyledText(Figures.grouped(label.series)),
                leftWithout(label.row.seriesWithout, of: detail.metric.counts.series),
                StyledText(
                    causes.prefix(3).joined(separator: ", ") + (causes.count > 3 ? ", …" : ""), .faint),
            ]
            table.append(Array(cells.prefix(table.columns.count)))
        }
        return looksLike(table, detail.labels.map { ($0.shapes, $0.row.values) })
    }

    /// The values of each label, most series first, and a look at the rest.
    func detailValues(_ detail: MetricDetail) -> [StyledText] {
        let counts = CountColumns(report, settings)
        var table = Table([Table.Column("VALUES", style: .heading)] + counts.columns)
        let room = max(30, min(60, width - 36))
        // What follows a line of the table, by its row.
        var remainders: [Int: StyledText] = [:]
        for label in detail.labels where !isConstant(label, of: detail.metric) {
            let rows = label.order(settings, Self.valuesShown).map { label.values[$0] }
            guard !rows.isEmpty else { continue }
            var name = StyledText(Escaper.show(label.row.name, columns: 40), .strong)
            name.append("   \(Figures.count(label.row.values, "value"))", .faint)
            table.append([name])
            let scale = ShareScale(of: detail.metric.counts)
            for row in rows {
                let value = show(row.value, columns: room, in: .quotes)
                table.append([StyledText("  \"\(value)\"")] + counts.cells(row.counts, scale))
            }
            if label.values.count > rows.count {
                remainders[table.rows.count] = rest(of: label, without: rows.map(\.value))
            }
        }
        let lines = table.lines().enumerated().flatMap { row, line in
            remainders[row].map { [line, $0] } ?? [line]
        }
        let constants = constants(detail)
        if table.rows.isEmpty { return constants }
        return lines + (constants.isEmpty ? [] : [StyledText()] + constants)
    }

    private func isConstant(_ label: MetricLabelDetail, of metric: MetricRow) -> Bool {
        label.values.count == 1 && label.series == metric.counts.series
    }

    /// Labels that say the same for every series, in a line of their own.
    private func constants(_ detail: MetricDetail) -> [StyledText] {
        let items = detail.labels.filter { isConstant($0, of: detail.metric) }.map { label in
            let value = label.values.first.map { show($0.value, columns: 40, in: .quotes) } ?? ""
            return StyledText("\(Escaper.show(label.row.name, columns: 30))=\"\(value)\"")
        }
        return items.isEmpty ? [] : flow([StyledText("ON EVERY SERIES", .heading)] + items)
    }

    /// `… 41,202 more, such as "a", "b"`.
    private func rest(of label: MetricLabelDetail, without shown: [UInt32]) -> StyledText {
        let samples = label.samples.filter { !shown.contains($0) }.map { show($0, columns: 40, in: .quotes) }
        var line = StyledText("  … \(Figures.compact(label.values.count - shown.count)) more", .faint)
        for (index, sample) in samples.enumerated() {
            let item = (index == 0 ? ", such as " : ", ") + "\"\(sample)\""
            guard line.width + DisplayWidth.of(item) <= width else { break }
            line.append(item, .faint)
        }
        return line
    }
}
