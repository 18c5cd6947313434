import Cardinality

/// One table of the comparison as CSV: the groups of `--by`, else the metrics.
struct CSVDiff {
    private let rows: DiffRows
    private var diff: CardinalityDiff { rows.diff }

    init(_ rows: DiffRows) { self.rows = rows }

    private static let countColumns = [
        "series_before", "series_after", "growth", "new_series", "gone_series", "kept_series", "renamed_series",
        "replaced_series", "grown_series", "lost_series",
    ]

    func write(to out: inout ByteWriter) {
        var csv = CSVWriter(out)
        if diff.groupedBy.isEmpty { writeMetrics(&csv) } else { writeGroups(&csv) }
        out = csv.out
    }

    private func write(_ counts: DiffCounts, _ csv: inout CSVWriter) {
        for number in [
            counts.before, counts.after, counts.growth, counts.added, counts.gone, counts.kept, counts.renamed,
            counts.replaced, counts.grown, counts.lost,
        ] { csv.cell(number) }
    }

    private func writeMetrics(_ csv: inout CSVWriter) {
        csv.header(
            ["metric", "renamed_from", "renamed_to"] + Self.countColumns + [
                "cause_label", "cause_new_values", "cause_series", "cause_example",
            ])
        for row in rows.metricOrder {
            if csv.isClosed { return }
            let metric = diff.metrics[row]
            csv.cell(metric.name)
            csv.cell(metric.renamedFrom ?? "")
            csv.cell(metric.renamedTo ?? "")
            write(metric.counts, &csv)
            let cause = metric.causes.first
            csv.cell(cause?.labels.joined(separator: " ") ?? "")
            csv.cell(cause?.values)
            csv.cell(cause?.series)
            csv.cell(cause?.examples.first.map { diff.symbols.text(of: $0) } ?? "")
            csv.endRow()
        }
    }

    private func writeGroups(_ csv: inout CSVWriter) {
        csv.header(diff.groupedBy + Self.countColumns + ["top_metric", "top_metric_grown"])
        for row in rows.groupOrder {
            if csv.isClosed { return }
            let group = diff.groups[row]
            for value in group.values { csv.cell(value ?? "") }
            write(group.counts, &csv)
            csv.cell(group.topMetric ?? "")
            csv.cell(group.topMetricGrown)
            csv.endRow()
        }
    }
}
