import Cardinality
import LabelSets
import Manifests
import PromQL
import TSDB

extension Planner {
    /// Takes proposals back until no expression of a reader has another result with those that are left.
    ///
    /// A proof that does not fit into memory is no reason to do without the plan: that it is missing is said.
    static func prove(
        _ plan: inout Plan, _ usage: Usage, _ collector: PlanCollector, _ context: MetricPlanner.Context,
        _ budget: MemoryBudget, again: () -> Plan
    ) throws(Diagnostic) {
        let readers = ReaderExpressions(usage, reading: ExpressionProver.changed(plan))
        guard !readers.ends.isEmpty else { return }
        let analysis = context.options.analysis
        do throws(Diagnostic) {
            let index = try SeriesIndex(
                sources: analysis.sources, formats: analysis.formats,
                selectors: readers.selectors, selection: analysis.selection, threads: analysis.threads, budget: budget)
            let prover = ExpressionProver(
                usage: usage, index: index, names: context.names, recorded: collector.recorded,
                scrapeInterval: context.scrapeInterval, allowsShown: context.options.allowed.contains(.shown))
            try settle(&plan, prove: prover.prove, doubt: collector.doubt, again: again)
        } catch {
            guard error.isRefusal else { throw error }
            plan.unknowns.append("whether expressions have the same results with these rules: \(error.message)")
        }
    }

    /// - Parameters:
    ///   - prove: Tells of a plan what its expressions have, and why proposals for some metrics are doubtful.
    ///   - doubt: Calls these off, and tells whether there were any.
    ///   - again: The plan without them.
    static func settle(
        _ plan: inout Plan,
        prove: (Plan) throws(Diagnostic) -> (proof: ExpressionProof, doubtful: [String: String]),
        doubt: ([String: String]) -> Bool, again: () -> Plan
    ) throws(Diagnostic) {
        var changes: [ExpressionProof.Change] = []
        while true {
            var (proof, doubtful) = try prove(plan)
            changes += proof.changes
            proof.changes = changes
            guard doubt(doubtful) else {
                plan.proof = proof
                return
            }
            plan = again()
        }
    }
}
