import Cardinality
import Receiver

/// Metrics, labels and owners of the stream.
struct ListenTables {
    let report: CardinalityReport
    let status: StreamStatus

    func write(to page: inout Markup) {
        metrics(&page)
        labels(&page)
        groups(&page)
    }

    private var total: Double { Double(max(report.totals.counts.series, 1)) }

    private func metrics(_ page: inout Markup) {
        page.element("h2", "", "Metrics")
        let rates = Dictionary(
            status.metrics.map { ($0.name, $0.samplesPerSecond) }, uniquingKeysWith: { first, _ in first })
        page.table(["Metric", "Series #", "Share #", "", "Active #", "New #", "Samples/s #", "Why"]) { page in
            for metric in report.metrics.prefix(ListenPage.rows) {
                page.element("tr") { page in
                    page.element("td", "class=\"name\"") { page in
                        page.raw("<a href=\"/?metric=\(Markup.query(metric.name))\">")
                        page.text(metric.name.isEmpty ? "(no name)" : metric.name, columns: ListenPage.columns)
                        page.raw("</a>")
                    }
                    counts(metric.counts, &page)
                    page.cell(rates[metric.name].map(ListenPage.rate) ?? "", "n")
                    // Escaped already, but for the markup.
                    page.element("td") { $0.raw(XMLText.escaped(why(metric))) }
                }
            }
        }
    }

    private func counts(_ counts: SeriesCounts, _ page: inout Markup) {
        let share = Double(counts.series) / total
        page.cell(Figures.grouped(counts.series), "n")
        page.cell(Figures.percent(share), "n")
        page.bar(share)
        page.cell(counts.active.map(Figures.grouped) ?? "", "n")
        page.cell(counts.new.map(Figures.grouped) ?? "", "n")
    }

    private func why(_ metric: MetricRow) -> String {
        var legend = Legend()
        return MetricReason(metric, of: report.totals.counts.series).text(columns: 90, &legend).spans
            .map(\.text).joined()
    }

    private func labels(_ page: inout Markup) {
        page.element("h2", "", "Labels")
        page.table(["Label", "Values #", "Bytes #", "Metrics #", "Series #", "Left without it #", "Looks like"]) {
            page in
            let rows = report.labels.sorted { ($1.values, $0.name) < ($0.values, $1.name) }
            for label in rows.prefix(ListenPage.rows) {
                page.element("tr") { page in
                    page.cell(label.name, "name")
                    page.cell(Figures.grouped(label.values), "n")
                    page.cell(Figures.bytes(label.valueBytes), "n")
                    page.cell(Figures.grouped(label.metrics), "n")
                    page.cell(Figures.grouped(label.counts.series), "n")
                    page.cell(label.seriesWithout.map(Figures.grouped) ?? "", "n")
                    page.cell(
                        label.shapes.first.map { shape in
                            let share = Double(shape.values) / Double(max(label.values, 1))
                            return "\(shape.shape.title) \(Figures.percent(share))"
                        } ?? "")
                }
            }
        }
    }

    private func groups(_ page: inout Markup) {
        guard !report.groupedBy.isEmpty else { return }
        page.element("h2", "", "Owners")
        let rates = Dictionary(
            status.owners.map { ($0.values, $0.samplesPerSecond) }, uniquingKeysWith: { first, _ in first })
        page.table(
            report.groupedBy + ["Series #", "Share #", "", "Active #", "New #", "Samples/s #", "Top metric"]
        ) { page in
            for group in report.groups.prefix(ListenPage.rows) {
                let values = group.values.map { $0.map(report.text(of:)) }
                page.element("tr") { page in
                    for value in values { page.cell(value ?? "", "name") }
                    counts(group.counts, &page)
                    page.cell(rates[values].map(ListenPage.rate) ?? "", "n")
                    page.cell("\(group.topMetric) (\(Figures.grouped(group.topMetricSeries)))")
                }
            }
        }
    }
}
