import Cardinality

/// One table of the report as CSV: the labels of `--metric`, else the groups of `--by`, else the metrics.
struct CSVReport {
    let report: CardinalityReport
    let settings: ReportSettings

    init(_ report: CardinalityReport, _ settings: ReportSettings) {
        self.report = report
        self.settings = settings
    }

    func write(to out: inout ByteWriter) {
        var csv = CSVWriter(out)
        if let detail = report.metricDetail {
            writeLabels(of: detail, &csv)
        } else if !report.groupedBy.isEmpty {
            writeGroups(&csv)
        } else {
            writeMetrics(&csv)
        }
        out = csv.out
    }

    private static let countColumns = ["series", "active_series", "new_series", "gone_series"]

    private func write(_ counts: SeriesCounts, _ csv: inout CSVWriter) {
        csv.cell(counts.series)
        csv.cell(counts.active)
        csv.cell(counts.new)
        csv.cell(counts.gone)
    }

    private func writeMetrics(_ csv: inout CSVWriter) {
        csv.header(
            ["metric", "type", "type_inferred"] + Self.countColumns + [
                "index_bytes", "chunk_bytes", "top_label", "top_label_values", "series_without_top_label",
            ])
        for row in report.metricOrder(settings) {
            if csv.isClosed { return }
            let metric = report.metrics[row]
            csv.cell(metric.name)
            csv.cell(metric.type.kind.rawValue)
            csv.cell(metric.type.isInferred ? "true" : "false")
            write(metric.counts, &csv)
            csv.cell(metric.indexBytes)
            csv.cell(metric.chunkBytes)
            let cause = MetricCauses(metric).causes.first
            csv.cell(cause?.names.joined(separator: " ") ?? "")
            csv.cell(cause?.values)
            csv.cell(cause?.seriesWithout)
            csv.endRow()
        }
    }

    private func writeGroups(_ csv: inout CSVWriter) {
        csv.header(report.groupedBy + Self.countColumns + ["top_metric", "top_metric_series"])
        for row in report.groupOrder(settings) {
            if csv.isClosed { return }
            let group = report.groups[row]
            for value in group.values { csv.cell(value.map { report.text(of: $0) } ?? "") }
            write(group.counts, &csv)
            csv.cell(group.topMetric)
            csv.cell(group.topMetricSeries)
            csv.endRow()
        }
    }

    private func writeLabels(of detail: MetricDetail, _ csv: inout CSVWriter) {
        csv.header([
            "metric", "label", "values", "value_bytes", "series", "series_without", "determined_by", "shape",
            "shape_values", "top_value", "top_value_series",
        ])
        for label in detail.labels {
            csv.cell(detail.metric.name)
            csv.cell(label.row.name)
            csv.cell(label.row.values)
            csv.cell(label.valueBytes)
            csv.cell(label.series)
            csv.cell(label.row.seriesWithout)
            csv.cell(label.row.determinedBy.joined(separator: " "))
            csv.cell(label.shapes.first?.shape.identifier ?? "")
            csv.cell(label.shapes.first?.values)
            csv.cell(label.values.first.map { report.text(of: $0.value) } ?? "")
            csv.cell(label.values.first?.counts.series)
            csv.endRow()
        }
    }
}
