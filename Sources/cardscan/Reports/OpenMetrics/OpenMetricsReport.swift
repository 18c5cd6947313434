import Cardinality
import TSDB

/// The report as gauges, for the node exporter's textfile collector and whatever else reads an exposition.
///
/// Lists are as long as `--limit` says, so that watching cardinality does not make any.
struct OpenMetricsReport {
    let report: CardinalityReport
    let settings: ReportSettings

    init(_ report: CardinalityReport, _ settings: ReportSettings) {
        self.report = report
        self.settings = settings
    }

    func write(to out: inout ByteWriter) {
        var metrics = ExpositionWriter(out)
        writeTotals(&metrics)
        writeMetrics(&metrics)
        writeLabels(&metrics)
        if !report.groupedBy.isEmpty { writeGroups(&metrics) }
        out = metrics.finish()
    }

    private func writeTotals(_ out: inout ExpositionWriter) {
        let totals = report.totals
        out.gauge("cardscan_series", "Series in the sources that were analysed.", totals.counts.series)
        if let active = totals.counts.active {
            out.gauge("cardscan_active_series", "Series with a sample at the end of the window.", active)
        }
        if let new = totals.counts.new {
            out.gauge("cardscan_new_series", "Series that began in the window.", new)
        }
        if let gone = totals.counts.gone {
            out.gauge("cardscan_gone_series", "Series that ended in the window.", gone)
        }
        out.gauge("cardscan_metrics", "Distinct metric names.", totals.metrics)
        out.gauge("cardscan_label_names", "Distinct label names.", totals.labelNames)
        out.gauge("cardscan_label_pairs", "Distinct label names with their values.", totals.labelPairs)
        if let window = report.window {
            out.gauge("cardscan_window_start_time_seconds", "First sample of what was analysed.", unit: "seconds")
            out.row([], milliseconds: window.minTime)
            out.gauge("cardscan_window_end_time_seconds", "Last sample of what was analysed.", unit: "seconds")
            out.row([], milliseconds: window.maxTime)
        }
        out.gauge("cardscan_disk_bytes", "Size of the files that were analysed.", unit: "bytes")
        let sizes = totals.sizes
        for (part, bytes) in [
            ("index", sizes.index), ("chunks", sizes.chunks), ("wal", sizes.wal), ("tombstones", sizes.tombstones),
        ] { out.row([("part", part)], bytes) }
        if let memory = totals.memory {
            out.gauge(
                "cardscan_head_memory_estimate_bytes", "Estimate of what a server takes for the active series.",
                unit: "bytes")
            out.row([("bound", "low")], memory.lowBytes)
            out.row([("bound", "high")], memory.highBytes)
        }
        out.gauge(
            "cardscan_read_errors",
            "Files or parts of files that could not be read, so that their series are not counted.",
            report.diagnostics.count { $0.severity == .error })
    }

    private func writeMetrics(_ out: inout ExpositionWriter) {
        let rows = report.metricOrder(settings).map { report.metrics[$0] }
        guard !rows.isEmpty else { return }
        out.gauge("cardscan_metric_series", "Series of the metrics that have most.")
        for metric in rows { out.row([("metric", metric.name)], metric.counts.series) }
        write(rows, "cardscan_metric_active_series", "Active series of these metrics.", \.active, &out)
        write(rows, "cardscan_metric_new_series", "Series of these metrics that began in the window.", \.new, &out)
        out.gauge(
            "cardscan_metric_label_values", "Distinct values of the label that costs these metrics most.")
        for metric in rows {
            guard let cause = MetricCauses(metric).causes.first else { continue }
            out.row([("metric", metric.name), ("label", cause.names[0])], cause.values)
        }
        out.gauge(
            "cardscan_metric_series_without_label", "Series that would be left of these metrics without that label.")
        for metric in rows {
            guard let cause = MetricCauses(metric).causes.first, let left = cause.seriesWithout else { continue }
            out.row([("metric", metric.name), ("label", cause.names[0])], left)
        }
    }

    private func write(
        _ rows: [MetricRow], _ name: String, _ help: String, _ count: (SeriesCounts) -> Int?,
        _ out: inout ExpositionWriter
    ) {
        guard rows.contains(where: { count($0.counts) != nil }) else { return }
        out.gauge(name, help)
        for metric in rows {
            if let count = count(metric.counts) { out.row([("metric", metric.name)], count) }
        }
    }

    private func writeLabels(_ out: inout ExpositionWriter) {
        let rows = report.labelOrder(settings).map { report.labels[$0] }
        guard !rows.isEmpty else { return }
        out.gauge("cardscan_label_values", "Distinct values of the labels that have most.")
        for label in rows { out.row([("label", label.name)], label.values) }
        out.gauge("cardscan_label_series", "Series that carry these labels.")
        for label in rows { out.row([("label", label.name)], label.counts.series) }
        out.gauge("cardscan_label_value_bytes", "Length of the distinct values of these labels.", unit: "bytes")
        for label in rows { out.row([("label", label.name)], label.valueBytes) }
        out.gauge("cardscan_series_without_label", "Series that would be left without these labels.")
        for label in rows {
            if let left = label.seriesWithout { out.row([("label", label.name)], left) }
        }
        let pairs = report.pairOrder(settings).map { report.labelPairs[$0] }
        guard !pairs.isEmpty else { return }
        out.gauge("cardscan_label_pair_series", "Series of the label values that most series carry.")
        for pair in pairs {
            out.row([("label", report.labels[pair.label].name), ("value", text(of: pair.value))], pair.counts.series)
        }
    }

    private func writeGroups(_ out: inout ExpositionWriter) {
        let rows = report.groupOrder(settings).map { report.groups[$0] }
        let names = report.groupedBy.map(ExpositionWriter.labelName)
        func labels(_ group: GroupRow) -> [(name: String, value: String)] {
            zip(names, group.values).map { ($0, $1.map(text) ?? "") }
        }
        out.gauge("cardscan_group_series", "Series by the labels of --by.")
        for group in rows { out.row(labels(group), group.counts.series) }
        guard rows.contains(where: { $0.counts.active != nil }) else { return }
        out.gauge("cardscan_group_active_series", "Active series by the labels of --by.")
        for group in rows {
            if let active = group.counts.active { out.row(labels(group), active) }
        }
    }

    /// Text of a value as it is stored; what is no UTF-8 is written as `\xff`.
    private func text(of value: UInt32) -> String {
        var shown = ""
        report.symbols.withBytes(of: value) { bytes in
            shown = String(validating: bytes, as: UTF8.self) ?? Escaper.show(bytes, in: .notation)
        }
        return shown
    }
}
