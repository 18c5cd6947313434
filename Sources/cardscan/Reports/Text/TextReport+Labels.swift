import Cardinality

extension TextReport {
    /// Labels by their values, and what would be left without them.
    func labels() -> [StyledText] {
        let rows = report.labelOrder(settings, standard: Self.shortList).map { report.labels[$0] }
        guard !rows.isEmpty else { return [] }
        var columns = [
            Table.Column("LABELS", style: .heading), Table.Column("VALUES", .right), Table.Column("BYTES", .right),
            Table.Column("METRICS", .right),
        ]
        if isWide { columns.append(Table.Column("SERIES", .right)) }
        columns.append(Table.Column("LEFT WITHOUT IT", .right))
        var table = Table(columns)
        for label in rows {
            var cells = [
                StyledText(Escaper.show(label.name, columns: max(24, width * 2 / 5))),
                StyledText(Figures.grouped(label.values)), StyledText(Figures.bytes(label.valueBytes), .faint),
                StyledText(Figures.grouped(label.metrics)),
            ]
            if isWide { cells.append(StyledText(Figures.compact(label.counts.series))) }
            cells.append(leftWithout(label.seriesWithout, of: report.totals.counts.series))
            table.append(cells)
        }
        return looksLike(table, rows.map { ($0.shapes, $0.values) })
            + more("label", of: report.labels.count, standard: Self.shortList)
    }

    /// `3.5M (-18.4 %)`.
    func leftWithout(_ left: Int?, of series: Int) -> StyledText {
        guard let left else { return StyledText("–", .faint) }
        guard left < series else { return StyledText("all", .faint) }
        let share = Double(series - left) / Double(series)
        var text = StyledText("\(Figures.compact(left)) (")
        text.append("-" + Figures.percent(share), .saving(series - left, of: report.totals.counts.series))
        text.append(")")
        return text
    }

    /// Adds what values look like: their most frequent shape, and an example where there is room.
    func looksLike(_ table: Table, _ shapes: [(shares: [ShapeShare], values: Int)]) -> [StyledText] {
        var lines = table.lines()
        // A shape of a few values explains nothing.
        let shapes = shapes.map { shares, values in
            (shares: shares.filter { $0.values * 10 >= values }, values: values)
        }
        guard shapes.contains(where: { !$0.shares.isEmpty }) else { return lines }
        let column = table.width + 3
        guard width - column >= 16 else { return lines }
        lines[0].pad(to: column)
        lines[0].append("LOOKS LIKE", .faint)
        let titleWidth =
            shapes.compactMap { shares, values in shares.first.map { title($0, of: values).width } }.max() ?? 0
        for (index, (shares, values)) in shapes.enumerated() {
            guard let first = shares.first else { continue }
            lines[index + 1].pad(to: column)
            lines[index + 1].append(title(first, of: values))
            let room = width - column - titleWidth - 2
            if room >= 16, let example = first.examples.first {
                lines[index + 1].pad(to: column + titleWidth + 2)
                lines[index + 1].append(show(example, columns: room), .faint)
            }
        }
        return lines
    }

    private func title(_ share: ShapeShare, of values: Int) -> StyledText {
        guard values > 0 else { return StyledText(share.shape.title) }
        return StyledText("\(share.shape.title) \(Figures.percent(Double(share.values) / Double(values)))")
    }

    /// Name and value together, by series.
    func labelPairs() -> [StyledText] {
        let rows = report.pairOrder(settings, standard: Self.shortList).map { report.labelPairs[$0] }
        guard !rows.isEmpty else { return [] }
        let counts = CountColumns(report, settings)
        var table = Table([Table.Column("LABEL PAIRS", style: .heading)] + counts.columns)
        let scale = ShareScale(of: report.totals.counts)
        let room = max(30, min(60, width - 34))
        for pair in rows {
            let name = Escaper.show(report.labels[pair.label].name, columns: room / 2)
            let value = show(pair.value, columns: max(10, room - DisplayWidth.of(name) - 3), in: .quotes)
            table.append([StyledText("\(name)=\"\(value)\"")] + counts.cells(pair.counts, scale))
        }
        return table.lines() + more("pair", of: report.totals.labelPairs, standard: Self.shortList)
    }
}
