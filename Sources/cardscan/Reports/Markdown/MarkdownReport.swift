import Cardinality
import TSDB

/// The report for a pull request or a ticket: totals, then tables, with nothing in them that is markup.
struct MarkdownReport {
    private let report: CardinalityReport
    private let settings: ReportSettings
    /// What the terminal says in the same words.
    private let words: TextReport

    /// Rows of lists that are not the main one, when nobody said.
    private static let shortList = 10
    /// Columns of a reason: tables on the web are wide, but not endless.
    private static let reasonColumns = 100

    init(_ report: CardinalityReport, _ settings: ReportSettings) {
        self.report = report
        self.settings = settings
        words = TextReport(report, settings)
    }

    func write(to out: inout ByteWriter) {
        let names = settings.sources.prefix(3).map { cell($0) }.joined(separator: " + ")
        out.write("## cardscan analyze: \(names)\n\n")
        writeTotals(to: &out)
        if let detail = report.metricDetail {
            writeDetail(detail, to: &out)
        } else {
            if !report.groupedBy.isEmpty { writeGroups(to: &out) }
            writeMetrics(to: &out)
            writeLabels(to: &out)
        }
        writeFaults(to: &out)
    }

    private func writeTotals(to out: inout ByteWriter) {
        let counts = report.totals.counts
        var facts = ["**\(Figures.count(counts.series, "series", plural: "series"))**"]
        if let active = counts.active { facts.append("\(Figures.compact(active)) active") }
        facts.append(Figures.count(report.totals.metrics, "metric"))
        facts.append(Figures.count(report.totals.labelNames, "label name"))
        facts.append(Figures.count(report.totals.labelPairs, "label pair"))
        if let churn = report.totals.churnPerHour, report.window?.isLongEnough == true {
            facts.append("churn \(Figures.percent(churn)) an hour")
        }
        if let memory = report.totals.memory {
            facts.append(
                "about \(Figures.range(ofBytes: memory.lowBytes, memory.highBytes)) of head memory (estimate)")
        }
        if let price = settings.price { facts.append(MarkdownText.escaped(price.text(of: counts.billed))) }
        out.write(facts.joined(separator: ", ") + "\n\n")
        if let window = report.window {
            out.write("\(MarkdownText.escaped(TextReport.range(window.minTime, window.maxTime))) UTC\n\n")
        }
    }

    private func writeMetrics(to out: inout ByteWriter) {
        let rows = report.metricOrder(settings).map { report.metrics[$0] }
        guard !rows.isEmpty else { return out.write("Nothing is there, or nothing is selected.\n") }
        out.write("| Metric | Series | Share | \(churnTitle)Why |\n|---|--:|--:|\(churnRule)---|\n")
        var legend = Legend()
        for metric in rows {
            let name = metric.name.isEmpty ? "*no name*" : cell(metric.name)
            let why = MetricReason(metric, of: report.totals.counts.series).text(
                columns: Self.reasonColumns, &legend)
            out.write(
                "| \(name) | \(counts(metric.counts)) | \(MarkdownText.escaped(why.rendered(inColor: false))) |\n")
        }
        writeMore("metric", report.metrics.count - rows.count, to: &out)
        for line in legend.lines { out.write("\n\(MarkdownText.escaped(line))\n") }
    }

    private func writeLabels(to out: inout ByteWriter) {
        let rows = report.labelOrder(settings, standard: Self.shortList).map { report.labels[$0] }
        guard !rows.isEmpty else { return }
        out.write("\n| Label | Values | Bytes | Metrics | Left without it | Looks like |\n|---|--:|--:|--:|--:|---|\n")
        for label in rows {
            let left = words.leftWithout(label.seriesWithout, of: report.totals.counts.series).rendered(inColor: false)
            out.write(
                "| \(cell(label.name)) | \(Figures.grouped(label.values)) | \(Figures.bytes(label.valueBytes)) | "
                    + "\(Figures.grouped(label.metrics)) | \(MarkdownText.escaped(left)) | "
                    + "\(shape(label.shapes, of: label.values)) |\n")
        }
        writeMore("label", report.labels.count - rows.count, to: &out)
    }

    private func writeGroups(to out: inout ByteWriter) {
        let rows = report.groupOrder(settings).map { report.groups[$0] }
        let names = report.groupedBy.map { cell($0) }.joined(separator: " | ")
        let rule = String(repeating: "---|", count: report.groupedBy.count)
        out.write("| \(names) | Series | Share | \(churnTitle)Top metric |\n|\(rule)--:|--:|\(churnRule)---|\n")
        for group in rows {
            let values = group.values.map { value in value.map(self.value) ?? "*without*" }
            let top = group.topMetric.isEmpty ? "*no name*" : cell(group.topMetric)
            out.write(
                "| \(values.joined(separator: " | ")) | \(counts(group.counts)) | \(top) "
                    + "\(Figures.grouped(group.topMetricSeries)) |\n")
        }
        writeMore("group", report.groups.count - rows.count, to: &out)
        out.write("\n")
    }

    private func writeDetail(_ detail: MetricDetail, to out: inout ByteWriter) {
        let counts = detail.metric.counts
        out.write("### \(cell(detail.metric.name)): \(Figures.count(counts.series, "series", plural: "series"))\n\n")
        out.write(
            "| Label | Values | Series | Left without it | Follows from | Most frequent |\n|---|--:|--:|--:|---|---|\n")
        for label in detail.labels {
            let left = words.leftWithout(label.row.seriesWithout, of: counts.series).rendered(inColor: false)
            let causes = label.row.determinedBy.prefix(3).map { cell($0) }.joined(separator: ", ")
            let values = label.order(settings, 3).map { label.values[$0] }.map { row in
                "\(value(row.value)) \(Figures.grouped(row.counts.series))"
            }
            out.write(
                "| \(cell(label.row.name)) | \(Figures.grouped(label.row.values)) | \(Figures.grouped(label.series)) | "
                    + "\(MarkdownText.escaped(left)) | \(causes) | \(values.joined(separator: "<br>")) |\n")
        }
    }

    private func writeFaults(to out: inout ByteWriter) {
        if let collisions = report.collisions, collisions.samples > 0 {
            out.write(
                "\n**\(Figures.count(collisions.samples, "sample")) of "
                    + "\(Figures.count(collisions.series, "series", plural: "series")) contradict another at the same "
                    + "time**: several targets write these series as one.\n")
        }
        let errors = report.diagnostics.count { $0.severity == .error }
        if errors > 0 {
            out.write("\n**Incomplete: \(Figures.count(errors, "error")), what could not be read is not counted.**\n")
        }
    }

    // MARK: Cells

    private var hasChurn: Bool { report.totals.counts.new != nil && report.window?.isLongEnough == true }
    private var churnTitle: String { hasChurn ? "New/h | " : "" }
    private var churnRule: String { hasChurn ? "--:|" : "" }

    private func counts(_ counts: SeriesCounts) -> String {
        let share = ShareScale(of: report.totals.counts).share(counts)
        var cells = "\(Figures.grouped(counts.series)) | \(Figures.percent(share))"
        if hasChurn {
            let hours = report.window?.hours ?? 0
            let isKnown = counts.new != nil && hours > 0 && counts.series > 0
            let churn = isKnown ? Double(counts.new ?? 0) / Double(counts.series) / hours : .nan
            cells += " | \(Figures.percent(churn))"
        }
        return cells
    }

    private func shape(_ shapes: [ShapeShare], of values: Int) -> String {
        // A shape of a few values explains nothing.
        guard let first = shapes.first(where: { $0.values * 10 >= values }), values > 0 else { return "" }
        let title = "\(first.shape.title) \(Figures.percent(Double(first.values) / Double(values)))"
        return MarkdownText.escaped(title) + (first.examples.first.map { ": " + value($0) } ?? "")
    }

    private func writeMore(_ noun: String, _ count: Int, to out: inout ByteWriter) {
        if count > 0 { out.write("\n\(Figures.count(count, noun)) more.\n") }
    }

    private func value(_ value: UInt32) -> String {
        let text = words.show(value, columns: 60)
        return text.isEmpty ? "*empty*" : MarkdownText.escaped(text)
    }

    private func cell(_ text: String) -> String { MarkdownText.escaped(Escaper.show(text, columns: 200)) }
}
