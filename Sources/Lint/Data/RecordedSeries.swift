import LabelSets
import Manifests
import PromQL

/// The series that recording rules write, found rule by rule in the order in which they read each other.
struct RecordedSeries {
    private(set) var index: SeriesIndex
    /// Names whose series cannot be told: of rules in a circle, of expressions that are not understood.
    private(set) var unknown: Set<String> = []

    init(_ project: Project, over index: SeriesIndex) {
        self.index = index
        let graph = project.graph
        /// Names that the rules of a name read.
        var open: [String: Set<String>] = [:]
        for (name, positions) in project.recordings where !index.hasMetric(name) {
            open[name] = Set(
                positions.flatMap { graph.reads[$0].flatMap(\.recordings) }.map { project.rules[$0].rule.name.value })
        }
        while true {
            let ready = open.filter { entry in entry.value.allSatisfy { open[$0] == nil } }.keys.sorted()
            if ready.isEmpty { break }
            var recorded: [RecordedMetric] = []
            for name in ready {
                open[name] = nil
                for position in project.recordings[name] ?? [] {
                    let placed = project.rules[position]
                    guard let expression = placed.rule.parsed, !placed.rule.isMasked else {
                        unknown.insert(name)
                        continue
                    }
                    recorded.append(
                        RecordedMetric(
                            name: name, labels: placed.labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
                            result: Evaluation(expression, over: self.index).result))
                }
            }
            let added = self.index.adding(recorded)
            self.index = added.index
            unknown.formUnion(added.leftOut)
        }
        unknown.formUnion(open.keys)
    }
}
