import Cardinality
import LabelSets
import Lint
import Manifests
import TSDB
import YAML

/// What recording rules would add to the sources, as a part that is counted beside them: a series that a source has
/// already counts once.
struct RuleSeries {
    /// What is said of one rule.
    struct Row {
        let name: String
        let file: String
        let line: Int
        /// Series it writes: so many, or at most so many.
        let series: Int
        let isExact: Bool
        /// Why it is only a bound.
        let reasons: [String]
        /// False where its series could not be followed, so that they are in no count.
        let isCounted: Bool
    }

    let part: CollectedSeries
    let rows: [Row]
    let diagnostics: [Diagnostic]

    init(_ paths: [String], over options: AnalysisOptions) throws(Diagnostic) {
        let project = Project(files: try Self.files(paths))
        try Self.checkExpressions(of: project)
        let budget = MemoryBudget(limit: options.maxMemory)
        let index = try SeriesIndex(
            sources: options.sources, formats: options.formats, selectors: project.selectors, threads: options.threads,
            budget: budget)
        let source = SourceOptions(
            selection: options.selection, readsActivity: options.readsActivity && index.times != nil,
            threads: options.threads, budget: budget)
        var collector = try SeriesCollector(.rules, path: paths.joined(separator: " "), source)
        var rows: [Row] = []
        for output in RuleOutput.all(of: project, over: SeriesData(index: index, sources: options.sources)) {
            let series = output.series
            for labels in series ?? [] { try Self.add(labels, index.times, to: &collector) }
            let file = project.files.first { $0.path == output.file }
            rows.append(
                Row(
                    name: output.name, file: output.file, line: FindingPlace(output.range, in: file).start.line,
                    series: output.result.count.limit, isExact: output.result.count.isExact,
                    reasons: output.result.reasons.map(\.words), isCounted: series != nil))
        }
        part = try collector.finish()
        self.rows = rows.sorted { ($1.series, $0.name) < ($0.series, $1.name) }
        diagnostics = index.diagnostics
    }

    /// A rule that cannot be read adds nothing, which would keep any budget.
    private static func checkExpressions(of project: Project) throws(Diagnostic) {
        for placed in project.rules where placed.rule.kind == .recording && placed.rule.parsed == nil {
            let file = project.file(of: placed)
            let line = FindingPlace(placed.rule.expr.fileRange, in: file).start.line
            throw Diagnostic(
                file: file.path,
                "line \(line): the expression of \(placed.rule.name.value) cannot be read; cardscan lint tells why")
        }
    }

    /// A recorded series is there from the first evaluation to the last.
    private static func add(
        _ labels: [(name: String, value: String)], _ times: Lifetime?, to collector: inout SeriesCollector
    ) throws(Diagnostic) {
        collector.beginLabels()
        for label in labels { try collector.addLabel(name: label.name, value: label.value) }
        guard case .row(let row, _) = try collector.endLabels(), let times else { return }
        collector.note(row, at: times.first)
        collector.note(row, at: times.last)
    }

    private static func files(_ paths: [String]) throws(Diagnostic) -> [ManifestFile] {
        let inputs = LintInputs.find(
            paths, standardInputName: "<stdin>", reader: ManifestReader(), threads: ProcessorCount.automatic())
        if let failure = inputs.failures.first {
            throw Diagnostic(file: failure.path, "cannot be read: \(failure.reason)")
        }
        // Nor do rules that Prometheus would not load.
        for file in inputs.files {
            guard let fault = file.faults.first else { continue }
            let place = FindingPlace(fault.range, in: file).start
            throw Diagnostic(file: file.path, "line \(place.line): \(fault.message); cardscan lint tells more")
        }
        return inputs.files
    }
}
