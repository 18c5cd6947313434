package import Cardinality
package import Relabel
package import TSDB

extension RelabelReplay {
    private static let exampleCount = 5

    /// Replays `relabelling` on the distinct series that `options` select. `examples` false leaves out what needs more
    /// than one reading. Returns what the reader should know of the sources, too.
    package static func run(
        _ relabelling: Relabelling, on options: AnalysisOptions, ignoring: OutOfReach = .nothing
    ) throws(Diagnostic) -> (RelabelReplay, [Diagnostic]) {
        let canMerge = relabelling.steps.contains { !$0.action.dropsSeries }
        let pass = ReplayPass(relabelling, ignoring: ignoring, isCounting: canMerge)
        let diagnostics = try read(options, [pass])
        var replay = RelabelReplay()
        replay.before = pass.before
        replay.outOfReach = pass.outOfReach
        replay.dropped = pass.dropped
        replay.changed = pass.changed
        replay.nameless = pass.nameless
        replay.emptied = pass.emptied
        replay.evaluations = pass.evaluations
        replay.nanoseconds = pass.nanoseconds
        replay.steps = pass.tallies.map { Step(tally: $0) }
        guard canMerge else {
            replay.after = replay.before - replay.dropped
            try replay.addMatchesAlone(relabelling, options, ignoring)
            return (replay, diagnostics)
        }
        let merges = Merges(of: pass.takeKept())
        replay.after = merges.sets
        replay.overlappingSets = merges.overlapping
        replay.succeedingSets = merges.succeeding
        try replay.addMatchesAlone(relabelling, options, ignoring)
        if replay.merged > 0 {
            try replay.addExamples(merges, relabelling, options, ignoring)
            try replay.addMergesByStep(relabelling, options, ignoring)
        }
        return (replay, diagnostics)
    }

    private static func read(_ options: AnalysisOptions, _ passes: [ReplayPass]) throws(Diagnostic) -> [Diagnostic] {
        try DistinctSeries.read(
            options, start: { strings in for pass in passes { pass.start(strings) } },
            metric: { rows in for pass in passes { pass.add(rows) } })
    }

    /// What rules that match nothing would match alone: then it is the rules before them that leave them nothing.
    private mutating func addMatchesAlone(
        _ relabelling: Relabelling, _ options: AnalysisOptions, _ ignoring: OutOfReach
    ) throws(Diagnostic) {
        var passes: [(step: Int, pass: ReplayPass)] = []
        for (index, step) in steps.enumerated() where index > 0 && step.tally.matched == 0 {
            guard let alone = try? Relabelling([relabelling.steps[index].rule], scheme: relabelling.scheme) else {
                continue
            }
            passes.append((index, ReplayPass(alone, ignoring: ignoring, isCounting: false)))
        }
        guard !passes.isEmpty, before > 0 else { return }
        _ = try Self.read(options, passes.map(\.pass))
        for (index, pass) in passes { steps[index].matchedAlone = pass.tallies.first?.matched }
    }

    private mutating func addExamples(
        _ merges: Merges, _ relabelling: Relabelling, _ options: AnalysisOptions, _ ignoring: OutOfReach
    ) throws(Diagnostic) {
        let pass = ReplayPass(relabelling, ignoring: ignoring, isCounting: true)
        for example in merges.largest(Self.exampleCount) {
            pass.wanted[example.digest] = Merge(count: example.count, overlaps: example.overlaps)
        }
        _ = try Self.read(options, [pass])
        examples = pass.wanted.values.sorted { one, other in
            one.count == other.count
                ? (one.before.first?.description ?? "") < (other.before.first?.description ?? "")
                : one.count > other.count
        }
    }

    /// Where series become equal: the list is cut off behind every rule that changes labels, and before it.
    private mutating func addMergesByStep(
        _ relabelling: Relabelling, _ options: AnalysisOptions, _ ignoring: OutOfReach
    ) throws(Diagnostic) {
        var mergedAfter: [Int: Int] = [0: 0]
        func merged(after count: Int) throws(Diagnostic) -> Int {
            if let known = mergedAfter[count] { return known }
            let rules = relabelling.steps.prefix(count).map(\.rule)
            guard let start = try? Relabelling(rules, scheme: relabelling.scheme) else { return 0 }
            guard start.steps.contains(where: { !$0.action.dropsSeries }) else { return 0 }
            let pass = ReplayPass(start, ignoring: ignoring, isCounting: true)
            _ = try Self.read(options, [pass])
            let kept = pass.takeKept()
            let result = kept.count - Merges(of: kept).sets
            mergedAfter[count] = result
            return result
        }
        for (index, step) in steps.enumerated() where step.tally.changed > 0 {
            steps[index].merged = max(0, try merged(after: index + 1) - merged(after: index))
        }
    }
}
