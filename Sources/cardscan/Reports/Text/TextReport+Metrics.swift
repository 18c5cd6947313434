import Cardinality

extension TextReport {
    /// A reason needs so many columns to stand beside its metric; with less it goes below.
    private static let narrowestReason = 40
    private static let names = 38...60

    /// Metrics by series, each with the labels that make it so many.
    func metrics() -> [StyledText] {
        let rows = report.metricOrder(settings).map { report.metrics[$0] }
        guard !rows.isEmpty else { return [] }
        let hasTypes = width >= 150
        var extras: [CountColumns.Extra] = isWide ? [.price] : []
        if width >= 150 { extras.append(.active) }
        if width >= 170 || settings.sort == .bytes { extras.append(.bytes) }
        let counts = CountColumns(report, settings, extras: extras)
        let scale = ShareScale(rows.map(\.counts), of: report.totals.counts)
        var table = Table([Table.Column("METRICS", style: .heading)])
        if hasTypes { table.columns.append(Table.Column("TYPE")) }
        table.columns += counts.columns
        for metric in rows {
            var cells = [StyledText(metric.name.isEmpty ? "(no name)" : Escaper.show(metric.name, columns: width))]
            if hasTypes { cells.append(StyledText(Self.type(metric.type), .faint)) }
            table.append(cells + counts.cells(metric.counts, scale, bytes: metric.bytes))
        }
        return explained(table, rows)
            + more("metric", of: report.metrics.count, standard: ReportSettings.standardLimit)
    }

    /// `histogram`, or `histogram?` where only the name tells.
    static func type(_ type: MetricType) -> String {
        type.kind == .unknown ? "–" : type.kind.rawValue + (type.isInferred ? "?" : "")
    }

    /// Adds WHY: to the right where there is room, else on a line of its own under each metric.
    private func explained(_ whole: Table, _ rows: [MetricRow]) -> [StyledText] {
        // Names are there to be copied: one that is too long for its column gets a line of its own.
        let others = whole.width - (whole.rows.map { $0[0].width }.max() ?? 0)
        let room = width - others - 3 - Self.narrowestReason
        let names = Self.names
        let longest = room >= names.lowerBound ? min(room, names.upperBound) : max(names.lowerBound, width - others)
        var table = Table(whole.columns)
        for row in whole.rows { table.append(row[0].width > longest ? [StyledText()] + row.dropFirst() : row) }

        let lines = table.lines()
        let column = table.width + 3
        let isBeside = width - column >= Self.narrowestReason
        let indent = isBeside ? column : 4
        let titles = ["WHY: values per label, and what is left without it", "WHY: label, values → left without it"]
        let title = StyledText((titles.first { $0.count <= width - indent } ?? "WHY"), .faint)
        var legend = Legend()
        var output = beside(lines[0], title, isBeside: isBeside, indent: indent)
        for (index, metric) in rows.enumerated() {
            if whole.rows[index][0].width > longest { output.append(whole.rows[index][0]) }
            let reason = MetricReason(metric, of: report.totals.counts.series).text(columns: width - indent, &legend)
            output += beside(lines[index + 1], reason, isBeside: isBeside, indent: indent)
        }
        return output + legend.lines.flatMap { wrapped($0, .faint) }
    }

    private func beside(_ line: StyledText, _ text: StyledText, isBeside: Bool, indent: Int) -> [StyledText] {
        guard !text.isEmpty else { return [line] }
        if isBeside { return [line.padded(to: indent).appending(text)] }
        return [line, StyledText().padded(to: indent).appending(text)]
    }
}

/// Explanations of notation, only for what was used.
struct Legend {
    var usesEquals = false
    var usesAlmost = false
    var usesFixes = false
    var usesPlus = false

    var lines: [String] {
        var parts: [String] = []
        switch (usesEquals, usesAlmost) {
        case (true, true): parts.append("a = b: one to one, a ~ b: nearly, dropping just one frees nothing")
        case (true, false): parts.append("a = b: one to one, dropping just one frees nothing")
        case (false, true): parts.append("a ~ b: nearly one to one, dropping just one frees nothing")
        case (false, false): break
        }
        if usesPlus { parts.append("a + b: without both") }
        if usesFixes { parts.append("fixes x: x follows from it") }
        return parts.isEmpty ? [] : [parts.joined(separator: "; ")]
    }
}
