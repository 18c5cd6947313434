/// What a budget is about.
package enum BudgetScope: Sendable, Hashable {
    case total
    /// As written.
    case selector(String)
    case metric(String)
    /// Values of a label over all metrics.
    case label(String)
    /// Series whose labels `by` have these values, of those that the selector accepts.
    case group(by: [String], values: [String], selector: String?)

    /// For programs, in JSON.
    package var kind: String {
        switch self {
        case .total: "total"
        case .selector: "selector"
        case .metric: "metric"
        case .label: "label"
        case .group: "group"
        }
    }

    /// For people: `total`, `{job="api"}`, `metric up`, `label pod`, `team=payments`. Names of the data are in it.
    package var text: String {
        switch self {
        case .total: "total"
        case .selector(let text): text
        case .metric(let name): "metric \(name.isEmpty ? "without a name" : name)"
        case .label(let name): "label \(name)"
        case .group(let by, let values, let selector):
            zip(by, values).map { "\($0)=\($1.isEmpty ? "(without)" : $1)" }.joined(separator: ",")
                + (selector.map { " of \($0)" } ?? "")
        }
    }
}
