import Cardinality
import LabelSets
import Manifests
import PromQL
import Relabel
import TSDB

/// Evaluates what readers ask, over the series as they are and as a plan would leave them.
struct ExpressionProver {
    let usage: Usage
    /// The series of all that is read together with what the plan changes.
    let index: SeriesIndex
    let names: ReaderNames
    /// What recording rules record, which no rule of a scrape sees.
    let recorded: Set<String>
    /// Milliseconds between scrapes, at most.
    let scrapeInterval: Int64
    /// Whether labels that are only shown to somebody may go.
    var allowsShown = false

    /// The metrics that chosen rules drop series or remove labels of.
    static func changed(_ plan: Plan) -> Set<String> { Set(plan.chosen.flatMap(\.metrics)) }

    /// What it finds, and the metrics of which proposals have to be taken back.
    func prove(_ plan: Plan) throws(Diagnostic) -> (proof: ExpressionProof, doubtful: [String: String]) {
        var proof = ExpressionProof()
        var doubtful: [String: String] = [:]
        let changed = Self.changed(plan).filter { OutOfReach.isReached($0, recorded: recorded) }
        guard !changed.isEmpty else { return (proof, doubtful) }
        let relabelling: Relabelling
        do throws(Relabelling.Refusal) {
            relabelling = try Relabelling(plan.chosen.flatMap(\.rules))
        } catch {
            throw Diagnostic(file: "", "the chosen rules together are refused: \(error)")
        }
        let readers = ReaderExpressions(usage, reading: changed)
        let rules = readers.recordingRules
        let before = RecordedSeries(rules, over: index, replacing: true)
        let after = RecordedSeries(
            rules, over: try index.relabelled(by: relabelling, metrics: changed, requiring: ["job", "instance"]),
            replacing: true)
        let unneeded = plan.chosen.filter { $0.kind == .unneededLabels }
        let removed = Set(unneeded.flatMap(\.labels))
        let succeeding = changed.intersection(unneeded.filter { $0.savings.succeeding > 0 }.flatMap(\.metrics))
        /// Without `metrics`, of all that it reads.
        func take(_ expression: UsageExpression, _ reason: String, metrics: Set<String>? = nil) {
            let reader = names.named(expression)
            proof.changes.append(ExpressionProof.Change(reader: reader, reason: reason))
            for metric in metrics ?? readers.changedMetrics(of: expression, among: changed) {
                doubtful[metric] = "the expression of \(reader.owner) \(reason)"
            }
        }
        // Whoever is named as broken is known to read something else afterwards.
        let broken = Set(plan.chosen.flatMap(\.verdict.readers).map { [$0.path, $0.owner] })
        for expression in readers.all where !broken.contains([expression.path, expression.owner]) {
            if expression.kind.isEnd { proof.expressions += 1 }
            if let found = SuccessionReads.find(in: expression.expression, of: succeeding) {
                take(
                    expression, "has \(found.words), which would see one series where one succeeds another",
                    metrics: found.metrics)
                continue
            }
            guard expression.kind.isEnd else { continue }
            // Variables ask for the values of one label, whatever else the series have.
            let ignored = allowsShown || expression.kind == .variable ? removed : []
            switch compare(expression, before, after, ignoring: ignored) {
            case .same?: proof.same += 1
            case .undecided?: proof.undecided += 1
            case .different(let subject, let before, let after)?:
                take(expression, "would have \(after) \(subject) instead of \(before)")
            case nil:
                take(expression, "would fail: series would no longer differ where they have to")
            }
        }
        return (proof, doubtful)
    }

    /// Nil where the evaluation fails with the rules, and not without.
    private func compare(
        _ expression: UsageExpression, _ before: RecordedSeries, _ after: RecordedSeries, ignoring labels: Set<String>
    ) -> ResultComparison? {
        let unknown = before.unknown.union(after.unknown)
        let mayReadUnknown = expression.expression.selectors.contains { vector in
            vector.selector.metricNames.map { !unknown.isDisjoint(with: $0) } ?? !unknown.isEmpty
        }
        if mayReadUnknown { return .undecided }
        var options = EvaluationOptions()
        options.sampleInterval = scrapeInterval
        options.open = expression.variables
        let evaluations = [before, after].map { Evaluation(expression.expression, over: $0.index, options) }
        let failures = evaluations.map { evaluation in evaluation.problems.count { $0.isFailure && $0.isCertain } }
        if failures[1] > failures[0] { return nil }
        return ResultComparison(evaluations[0].result, evaluations[1].result, ignoring: labels)
    }
}
