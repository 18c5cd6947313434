/// The parts of one SOURCE, surveyed, and what was not counted of it.
package struct OpenedSource: Sendable {
    package var parts: [any SeriesPart] = []
    package var leftOut: [(path: String, reason: String)] = []
    package var diagnostics: [Diagnostic] = []

    package init(parts: [any SeriesPart] = []) { self.parts = parts }
}

/// How a source is to be opened.
package struct SourceOptions: Sendable {
    package var selection: Selection
    /// False leaves the samples of a head unread: series are found faster, but have no times.
    package var readsActivity: Bool
    package var threads: Int
    package var budget: MemoryBudget
    /// What else than Prometheus' own files and snapshots can be opened.
    package var formats: [SourceFormat]

    package init(
        selection: Selection, readsActivity: Bool, threads: Int, budget: MemoryBudget, formats: [SourceFormat] = []
    ) {
        self.selection = selection
        self.readsActivity = readsActivity
        self.threads = threads
        self.budget = budget
        self.formats = formats
    }
}
