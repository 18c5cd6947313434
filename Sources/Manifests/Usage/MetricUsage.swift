import PromQL

/// Who reads a metric, and what of it.
package struct MetricUsage: Sendable {
    package let metric: String
    /// In the order of files and places; those that read it through recording rules last.
    package let readers: [UsageReader]

    /// Those that are no recording rules: if there are none, what is written down is read by nobody known.
    package var ends: [UsageReader] { readers.filter(\.kind.isEnd) }

    /// How much a label matters to whom it matters most.
    package func need(of label: String) -> LabelNeed { readers.lazy.map { $0.need(of: label) }.max() ?? .none }

    /// Labels that are read by name, sorted.
    package var labels: [String] {
        var names: Set<String> = []
        for reader in readers { names.formUnion(reader.matchedLabels.union(reader.demand.reads.map(\.label))) }
        return names.subtracting([Matcher.nameLabel]).sorted()
    }

    /// Whether some reader needs labels that it does not name.
    package var needsAllLabels: Bool { readers.contains { $0.demand.isWhole } }

    /// The readers to which a label matters.
    package func readers(of label: String) -> [UsageReader] { readers.filter { $0.need(of: label) > .none } }

    /// Whether any reader reads series with this value of a label, such as a bucket with its `le`.
    package func reads(_ value: String, of label: String) -> Bool {
        readers.contains { $0.reads(value, of: label) }
    }
}
