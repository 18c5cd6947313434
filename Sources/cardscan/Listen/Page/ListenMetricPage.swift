import Cardinality
import Receiver

/// One metric in depth: its labels, and what their values are.
struct ListenMetricPage {
    let name: String
    let report: CardinalityReport

    private static let values = 12

    func reply() -> Reply {
        ListenPage.reply(title: "cardscan: \(Escaper.show(name, columns: 80))") { page in
            page.element("header") { page in
                page.raw("<a href=\"/\">the stream</a>")
                page.element("h1") { $0.text(name.isEmpty ? "(no name)" : name, columns: ListenPage.columns) }
            }
            guard let detail = report.metricDetail else {
                page.element("p", "", "No series of this name had a sample in the window.")
                return
            }
            page.element("p", "class=\"soft\"", words(detail))
            labels(detail, &page)
            for label in detail.labels where label.row.values > 1 { values(of: label, detail, &page) }
        }
    }

    private func words(_ detail: MetricDetail) -> String {
        let counts = detail.metric.counts
        var words = [Figures.count(counts.series, "series", plural: "series")]
        if let active = counts.active { words.append("\(Figures.grouped(active)) active") }
        if let new = counts.new, let gone = counts.gone {
            words.append("\(Figures.grouped(new)) new and \(Figures.grouped(gone)) gone in the window")
        }
        words.append(detail.metric.type.kind.rawValue)
        if let help = detail.metric.help, !help.isEmpty { words.append(Escaper.show(help, columns: 200)) }
        return words.joined(separator: ", ")
    }

    private func labels(_ detail: MetricDetail, _ page: inout Markup) {
        page.element("h2", "", "Labels")
        page.table(["Label", "Values #", "Left without it #", "", "Follows from"]) { page in
            for label in detail.labels {
                let left = label.row.seriesWithout ?? detail.metric.counts.series
                let saved = 1 - Double(left) / Double(max(detail.metric.counts.series, 1))
                page.element("tr") { page in
                    page.cell(label.row.name, "name")
                    page.cell(Figures.grouped(label.row.values), "n")
                    page.cell(Figures.grouped(left) + (saved > 0 ? " (-\(Figures.percent(saved)))" : ""), "n")
                    page.bar(saved)
                    page.cell(label.row.determinedBy.joined(separator: ", "))
                }
            }
        }
    }

    private func values(of label: MetricLabelDetail, _ detail: MetricDetail, _ page: inout Markup) {
        page.element("h2") { $0.text(label.row.name, columns: ListenPage.columns) }
        page.table(["Value", "Series #", "Share #", ""]) { page in
            for value in label.values.prefix(Self.values) {
                let share = Double(value.counts.series) / Double(max(detail.metric.counts.series, 1))
                page.element("tr") { page in
                    page.element("td", "class=\"name\"") { page in
                        report.symbols.withBytes(of: value.value) { bytes in
                            page.raw(XMLText.escaped(Escaper.show(bytes, columns: ListenPage.columns)))
                        }
                    }
                    page.cell(Figures.grouped(value.counts.series), "n")
                    page.cell(Figures.percent(share), "n")
                    page.bar(share)
                }
            }
        }
        let others = label.row.values - min(label.values.count, Self.values)
        if others > 0 { page.element("p", "class=\"soft\"", "and \(Figures.grouped(others)) more") }
    }
}
