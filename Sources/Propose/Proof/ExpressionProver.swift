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

    /// The metrics that chosen rules drop series or remove labels of.
    static func changed(_ plan: Plan) -> Set<String> { Set(plan.chosen.flatMap(\.metrics)) }

    /// What it finds, and the metrics of which proposals have to be taken back.
    func prove(_ plan: Plan) throws(Diagnostic) -> (proof: ExpressionProof, doubtful: [String: String]) {
        var proof = ExpressionProof()
        var doubtful: [String: String] = [:]
        let changed = Self.changed(plan).filter { OutOfReach.isReached($0, recorded: recorded) }
        let rules = plan.chosen.flatMap(\.rules)
        guard !changed.isEmpty, let relabelling = try? Relabelling(rules) else { return (proof, doubtful) }
        let after = try index.relabelled(by: relabelling, metrics: changed, requiring: ["job", "instance"])
        let removed = Set(plan.chosen.filter { $0.kind == .unneededLabels }.flatMap(\.labels))
        // Whoever is named as broken is known to read something else afterwards.
        let broken = Set(plan.chosen.flatMap(\.verdict.readers).map { [$0.path, $0.owner] })
        for expression in ReaderExpressions(usage, reading: changed).expressions
        where !broken.contains([expression.path, expression.owner]) {
            proof.expressions += 1
            let reason: String
            switch compare(expression, after, ignoring: removed) {
            case .same?:
                proof.same += 1
                continue
            case .undecided?:
                proof.undecided += 1
                continue
            case .different(let subject, let before, let after)?:
                reason = "would have \(after) \(subject) instead of \(before)"
            case nil: reason = "would fail: series would no longer differ where they have to"
            }
            let reader = names.named(expression)
            proof.changes.append(ExpressionProof.Change(reader: reader, reason: reason))
            for metric in ReaderExpressions.metrics(of: expression.expression, among: changed) {
                doubtful[metric] = "the expression of \(reader.owner) \(reason)"
            }
        }
        return (proof, doubtful)
    }

    /// Nil where the evaluation fails with the rules, and not without.
    private func compare(
        _ expression: UsageExpression, _ after: SeriesIndex, ignoring labels: Set<String>
    ) -> ResultComparison? {
        var options = EvaluationOptions()
        options.sampleInterval = scrapeInterval
        options.open = expression.variables
        let evaluations = [index, after].map { Evaluation(expression.expression, over: $0, options) }
        let failures = evaluations.map { evaluation in evaluation.problems.count { $0.isFailure && $0.isCertain } }
        if failures[1] > failures[0] { return nil }
        return ResultComparison(evaluations[0].result, evaluations[1].result, ignoring: labels)
    }
}
