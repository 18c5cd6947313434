import ArgumentParser

/// What decides the order of rows.
enum SortKey: String, CaseIterable, ExpressibleByArgument {
    case series, active, new, gone, churn, name, bytes
}

/// Whether the text report has colours.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never
}

/// What decides the order of a comparison's rows.
enum DiffSortKey: String, CaseIterable, ExpressibleByArgument {
    case growth, series, new, gone, churn, name
}
