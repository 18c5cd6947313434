import Cardinality

/// How a report is written.
enum ReportFormat: String, Choice {
    case text, json, csv, markdown, html, openmetrics

    func write(_ report: CardinalityReport, _ settings: ReportSettings, to writer: inout ByteWriter) {
        switch self {
        case .text: TextReport(report, settings).write(to: &writer)
        case .json: JSONReport(report, settings).write(to: &writer)
        case .csv: CSVReport(report, settings).write(to: &writer)
        case .markdown: MarkdownReport(report, settings).write(to: &writer)
        case .html: HTMLReport(report, settings).write(to: &writer)
        case .openmetrics: OpenMetricsReport(report, settings).write(to: &writer)
        }
    }
}
