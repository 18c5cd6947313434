/// What decides the order of rows.
enum SortKey: String, Choice {
    case series, active, new, gone, churn, name, bytes
}

/// Whether the text report has colours.
enum ColorChoice: String, Choice {
    case auto, always, never
}

/// What decides the order of a comparison's rows.
enum DiffSortKey: String, Choice {
    case growth, series, new, gone, churn, name
}
