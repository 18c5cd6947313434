import Cardinality

extension TextReport {
    /// Series by the labels of `--by`, and what each group has most of.
    func groups() -> [StyledText] {
        guard !report.groupedBy.isEmpty else { return [] }
        let rows = report.groupOrder(settings).map { report.groups[$0] }
        let names = report.groupedBy.map { Escaper.show($0, columns: 30) }
        let room = min(60, max(12, (width - 42) / max(1, names.count)))
        let counts = CountColumns(report, settings, extras: isWide ? [.active, .price] : [])
        let scale = ShareScale(rows.map(\.counts), of: report.totals.counts)
        var table = Table(names.enumerated().map { Table.Column($0 == 0 ? "BY \($1)" : $1, style: .heading) })
        table.columns += counts.columns
        for group in rows {
            let values = group.values.map { value in
                value.map { StyledText(show($0, columns: room)) } ?? StyledText("(without)", .faint)
            }
            table.append(values + counts.cells(group.counts, scale))
        }
        let column = table.width + 3
        var lines = table.lines()
        if width - column >= 16 {
            lines[0] = lines[0].padded(to: column).appending("TOP METRIC", .faint)
            for (index, group) in rows.enumerated() {
                lines[index + 1] = lines[index + 1].padded(to: column).appending(
                    topMetric(of: group, columns: width - column))
            }
        }
        return lines + more("group", of: report.groups.count, standard: ReportSettings.standardLimit)
    }

    /// Its name, and its share of the group where there is room.
    private func topMetric(of group: GroupRow, columns: Int) -> StyledText {
        let share = group.counts.series > 0 ? Double(group.topMetricSeries) / Double(group.counts.series) : 0
        let percent = columns >= 30 ? " " + Figures.percent(share) : ""
        let name = group.topMetric.isEmpty ? "(no name)" : group.topMetric
        return StyledText(Escaper.show(name, columns: columns - percent.utf8.count)).appending(percent, .faint)
    }
}
