/// One or several labels whose values vary together, as a table: `rows[i]` has a value for each of `labels`.
///
/// Labels in one dimension determine each other (resource and group); labels of two dimensions are independent.
struct Dimension: Sendable {
    let labels: [String]
    let rows: [[String]]

    init(_ labels: [String], _ rows: [[String]]) {
        self.labels = labels
        self.rows = rows
    }

    /// One label with these values, separated by spaces.
    init(_ label: String, _ values: String) {
        labels = [label]
        rows = values.split(separator: " ").map { [String($0)] }
    }
}

/// Metrics that share their labels: a name pattern, who exposes it, and by which dimensions it varies.
struct Family: Sendable {
    /// Upper bounds of a classic histogram.
    enum Buckets: String, Sendable {
        case short = "0.005 0.01 0.025 0.05 0.1 0.25 0.5 1.0 2.5 5.0 10.0 +Inf"
        case long = """
            0.005 0.025 0.05 0.1 0.2 0.4 0.6 0.8 1.0 1.25 1.5 2.0 3.0 4.0 5.0 6.0 8.0 10.0 15.0 20.0 30.0 45.0 60.0 +Inf
            """
        case bytes = "100.0 1000.0 10000.0 100000.0 1e+06 1e+07 1e+08 1e+09 +Inf"
    }

    /// One name, or many: `node_memory_{MemFree,MemTotal}_bytes`.
    let pattern: String
    let scopes: [Scope.Kind]
    let dimensions: [Dimension]
    /// The share of the combinations of its dimensions that a workload (or node) really has.
    let density: Double
    /// The share of the workloads that have it at all; families of one library are present together.
    let presence: Double
    let library: String
    let buckets: Buckets?

    init(
        _ pattern: String, _ scopes: Scope.Kind..., by dimensions: [Dimension] = [], density: Double = 1,
        presence: Double = 1, library: String? = nil, buckets: Buckets? = nil
    ) {
        self.pattern = pattern
        self.scopes = scopes
        self.dimensions = dimensions
        self.density = density
        self.presence = presence
        self.library = library ?? pattern
        self.buckets = buckets
    }

    /// The base names the pattern stands for.
    var names: [String] {
        guard let open = pattern.firstIndex(of: "{"), let close = pattern.firstIndex(of: "}") else { return [pattern] }
        let choices = pattern[pattern.index(after: open)..<close].split(
            separator: ",", omittingEmptySubsequences: false)
        return choices.map { String(pattern[..<open] + $0 + pattern[pattern.index(after: close)...]) }
    }
}
