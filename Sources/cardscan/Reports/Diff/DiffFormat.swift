/// How a comparison is written.
enum DiffFormat: String, Choice {
    case text, json, csv, markdown, html, openmetrics

    func write(_ rows: DiffRows, to writer: inout ByteWriter) {
        switch self {
        case .text: TextDiff(rows).write(to: &writer)
        case .json: JSONDiff(rows).write(to: &writer)
        case .csv: CSVDiff(rows).write(to: &writer)
        case .markdown: MarkdownDiff(rows).write(to: &writer)
        case .html: HTMLDiff(rows).write(to: &writer)
        case .openmetrics: OpenMetricsDiff(rows).write(to: &writer)
        }
    }
}
