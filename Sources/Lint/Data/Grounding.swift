package import LabelSets
import Manifests
package import PromQL

/// Series with what the project's recording rules make of them: what an expression of the project can select.
package struct Grounding: Sendable {
    package let data: SeriesData
    let project: Project
    /// The series of the sources, and those that rules record and the sources lack.
    package let index: SeriesIndex
    /// Every name that a rule records.
    package let recorded: Set<String>
    /// Recorded metrics of which the series are not known.
    package let unknown: Set<String>
    /// How far back queries read that reach beyond the data, in milliseconds.
    package let longReaches: [Int64]
    /// Metrics named `_total` that a rule takes a rate of; looked for where there are samples.
    let ratedTotals: Set<String>
    /// Names that a metric which is absent may have been meant as.
    let spellings: [String]

    package init(_ data: SeriesData, _ project: Project) {
        self.data = data
        self.project = project
        recorded = Set(project.recordings.keys)
        ratedTotals = data.samples == nil ? [] : CounterNotRated.ratedMetrics(project)
        let builder = RecordedSeries(project.recordingRules, over: data.index)
        index = builder.index
        unknown = builder.unknown
        spellings = (data.index.sourceNames + recorded).sorted()
        let window = data.window ?? .max
        var reaches: [Int64] = []
        for placed in project.rules {
            guard let expression = placed.rule.parsed else { continue }
            let reach = expression.reach
            if reach > window { reaches.append(reach) }
        }
        longReaches = reaches
    }

    /// Whether what a query does not find can be called absent.
    package func provesAbsence(for query: DataQuery) -> Bool {
        !data.isFiltered && !data.index.sourceNames.isEmpty && query.reach <= data.window ?? .max
    }

    /// Whether a selector may read series that are not known: those of rules that could not be followed.
    package func mayReadUnknown(_ selector: Selector) -> Bool {
        if let names = selector.metricNames { return names.contains { unknown.contains($0) } }
        let matchers = selector.matchers.filter { $0.name == Matcher.nameLabel }
        return unknown.contains { name in matchers.allSatisfy { $0.matches(name) } }
    }
}

extension Project {
    /// What is recorded, and by which of these names it is read.
    fileprivate var recordingRules: [RecordingRule] {
        recordings.flatMap { name, positions in
            positions.map { position in
                let placed = rules[position]
                return RecordingRule(
                    name: name, labels: placed.labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
                    expression: placed.rule.isMasked ? nil : placed.rule.parsed,
                    reads: Set(graph.reads[position].flatMap(\.recordings).map { rules[$0].rule.name.value }))
            }
        }
    }
}
