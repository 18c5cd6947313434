package import Cardinality
package import Manifests
package import Relabel
package import TSDB

extension RelabelReplay {
    private static let exampleCount = 5

    /// How often is scraped by a configuration, in milliseconds: the longest interval, or Prometheus' own default.
    package static func scrapeInterval(in file: ManifestFile) -> Int64 {
        ScrapeScopes([file]).longestInterval ?? Planner.standardInterval
    }

    /// Replays `relabelling` on the distinct series that `options` select, which are scraped every `interval`
    /// milliseconds. Returns what the reader should know of the sources, too.
    package static func run(
        _ relabelling: Relabelling, on options: AnalysisOptions, ignoring: OutOfReach = .nothing,
        interval: Int64 = Planner.standardInterval
    ) throws(Diagnostic) -> (RelabelReplay, [Diagnostic]) {
        let canMerge = relabelling.steps.contains { !$0.action.dropsSeries }
        var runner = Runner(relabelling: relabelling, options: options, ignoring: ignoring, interval: interval)
        let (pass, diagnostics) = try runner.read(relabelling, isCounting: canMerge)
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
            try replay.addMatchesAlone(runner)
            return (replay, diagnostics)
        }
        let merges = Merges(of: pass.takeKept(), interval: interval)
        runner.held = merges.memory
        replay.after = merges.sets
        replay.overlappingSets = merges.overlapping
        replay.unclearSets = merges.unclear
        replay.succeedingSets = merges.succeeding
        try replay.addMatchesAlone(runner)
        if replay.merged > 0 {
            try replay.addExamples(merges, runner)
            try replay.addMergesByStep(runner)
        }
        return (replay, diagnostics)
    }

    /// What every reading of the series has in common.
    private struct Runner {
        let relabelling: Relabelling
        let options: AnalysisOptions
        let ignoring: OutOfReach
        let interval: Int64
        /// Bytes that what was found so far takes.
        var held = 0

        /// Reads all series through each list at once.
        func read(
            _ lists: [Relabelling], isCounting: Bool, wanted: [LabelSetDigest: Merge] = [:]
        ) throws(Diagnostic) -> ([ReplayPass], [Diagnostic]) {
            // The sources are opened anew each time.
            let budget = MemoryBudget(limit: options.maxMemory)
            try budget.require(held, for: "keeping the label sets that merge", file: "")
            let passes = lists.map { ReplayPass($0, ignoring: ignoring, isCounting: isCounting, budget: budget) }
            for pass in passes { pass.wanted = wanted }
            let diagnostics = try DistinctSeries.read(
                options, budget: budget,
                start: { strings throws(Diagnostic) in for pass in passes { try pass.start(strings) } },
                metric: { rows throws(Diagnostic) in for pass in passes { try pass.add(rows) } })
            return (passes, diagnostics)
        }

        func read(
            _ list: Relabelling, isCounting: Bool, wanted: [LabelSetDigest: Merge] = [:]
        ) throws(Diagnostic) -> (ReplayPass, [Diagnostic]) {
            let (passes, diagnostics) = try read([list], isCounting: isCounting, wanted: wanted)
            return (passes[0], diagnostics)
        }
    }

    /// What rules that match nothing would match alone: then it is the rules before them that leave them nothing.
    private mutating func addMatchesAlone(_ runner: Runner) throws(Diagnostic) {
        let relabelling = runner.relabelling
        var alone: [(step: Int, list: Relabelling)] = []
        for (index, step) in steps.enumerated() where index > 0 && step.tally.matched == 0 {
            guard let list = try? Relabelling([relabelling.steps[index].rule], scheme: relabelling.scheme) else {
                continue
            }
            alone.append((index, list))
        }
        guard !alone.isEmpty, before > 0 else { return }
        let (passes, _) = try runner.read(alone.map(\.list), isCounting: false)
        for (index, pass) in zip(alone.map(\.step), passes) { steps[index].matchedAlone = pass.tallies.first?.matched }
    }

    private mutating func addExamples(_ merges: Merges, _ runner: Runner) throws(Diagnostic) {
        var wanted: [LabelSetDigest: Merge] = [:]
        for example in merges.largest(Self.exampleCount) {
            wanted[example.digest] = Merge(
                count: example.count, meeting: example.meeting, succession: example.succession)
        }
        let (pass, _) = try runner.read(runner.relabelling, isCounting: true, wanted: wanted)
        examples = pass.wanted.values.sorted { one, other in
            one.count == other.count
                ? (one.before.first?.description ?? "") < (other.before.first?.description ?? "")
                : one.count > other.count
        }
    }

    /// Where series become equal: the list is cut off behind every rule that changes labels, and before it.
    private mutating func addMergesByStep(_ runner: Runner) throws(Diagnostic) {
        let relabelling = runner.relabelling
        var mergedAfter: [Int: Int] = [0: 0]
        func merged(after count: Int) throws(Diagnostic) -> Int {
            if let known = mergedAfter[count] { return known }
            let rules = relabelling.steps.prefix(count).map(\.rule)
            guard let start = try? Relabelling(rules, scheme: relabelling.scheme) else { return 0 }
            guard start.steps.contains(where: { !$0.action.dropsSeries }) else { return 0 }
            let (pass, _) = try runner.read(start, isCounting: true)
            let kept = pass.takeKept()
            let result = kept.count - Merges(of: kept, interval: runner.interval).sets
            mergedAfter[count] = result
            return result
        }
        for (index, step) in steps.enumerated() where step.tally.changed > 0 {
            steps[index].merged = max(0, try merged(after: index + 1) - merged(after: index))
        }
    }
}
