import ArgumentParser

/// How a report is written.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, csv, markdown, html, openmetrics
}

/// What decides the order of rows.
enum SortKey: String, CaseIterable, ExpressibleByArgument {
    case series, active, new, gone, churn, name, bytes
}

/// Whether the text report has colours.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never
}

/// How a comparison is written.
enum DiffFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, csv, markdown, html
}

/// What decides the order of a comparison's rows.
enum DiffSortKey: String, CaseIterable, ExpressibleByArgument {
    case growth, series, new, gone, churn, name
}
