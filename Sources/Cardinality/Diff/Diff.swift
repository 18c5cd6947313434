package import TSDB
import Threading

/// Compares the series of two sources, or of two windows of one.
package enum Diff {
    /// What `old` and `new` share (grouping, memory, threads, redaction, progress) is taken from `new`.
    ///
    /// Throws when one side could not be read at all, or the memory allowed does not suffice. What one damaged file costs
    /// stands in the result's diagnostics.
    package static func run(_ old: AnalysisOptions, _ new: AnalysisOptions) throws(Diagnostic) -> CardinalityDiff {
        let budget = MemoryBudget(limit: new.maxMemory)
        let oldSources = try SourceSet(opening: old, budget: budget)
        let newSources = try SourceSet(opening: new, budget: budget)
        var sources = SourceSet(comparing: oldSources, with: newSources)
        while true {
            let context = try sources.context(new, budget: budget)
            do throws(PartFailure) {
                let run = DiffRun(context: context, threads: new.threads, progress: new.progress)
                let (tables, skipped) = try run.count(sources.work(in: context.symbols))
                sources.note(tables.read { $0.found.times })
                var diff = DiffBuilder(context: context, tables: tables, options: new).diff()
                if skipped > 0 {
                    diff.unknowns.append(
                        "whether \(skipped) metrics were renamed: memory did not suffice to compare them")
                }
                // Labels are read up to here.
                if let (index, damage) = sources.firstDamage { throw PartFailure.part(index, damage) }
                let redaction = new.redactionKey.map { Redaction(key: $0) }
                diff.old.sources = sources.rows(redaction, side: Comparison.old)
                diff.new.sources = sources.rows(redaction, side: Comparison.new)
                diff.old.window = sources.window(old, side: Comparison.old)
                diff.new.window = sources.window(new, side: Comparison.new)
                diff.old.leftOut = oldSources.leftOut
                diff.new.leftOut = newSources.leftOut
                diff.diagnostics = sources.allDiagnostics
                return diff
            } catch {
                switch error {
                case .refused(let diagnostic): throw diagnostic
                case .part(let index, let diagnostic): sources.remove(index, because: diagnostic)
                }
            }
        }
    }
}

/// Compares all metrics on several threads.
private struct DiffRun {
    let context: CountingContext
    let threads: Int
    let progress: (@Sendable (AnalysisProgress) -> Void)?

    /// What was counted, and how many metrics could not be looked at for renames.
    func count(_ work: [MetricWork]) throws(PartFailure) -> (DiffTables, skipped: Int) {
        let symbols = context.symbols.count
        let fixed = PairTable.memory(symbols: symbols)
        let perThread = DiffCounter.memory(symbols: symbols)
        let source = context.symbols.parts.first?.summary.path ?? ""
        let memory = MemoryReservation(context.budget)
        do {
            try memory.require(fixed + perThread, for: "comparing \(symbols) distinct strings", file: source)
        } catch { throw .refused(error) }
        var threads = 1
        // What does not fit beside others is counted by fewer threads before anything is refused.
        while threads < min(self.threads, work.count), context.budget.reserve(perThread) { threads += 1 }
        let helpers = threads - 1
        defer { context.budget.release(perThread * helpers) }

        func numbers(_ names: [String]) -> Set<UInt32> { Set(context.symbols.numbers(of: names).compactMap { $0 }) }
        let places = numbers(Succession.places)
        let joined = try MetricRenames(
            context: context, places: places, volatile: numbers(MetricRenames.volatile), threads: threads
        ).joined(work)
        let tables = DiffTables(
            symbols: symbols, nameSymbol: context.nameSymbol, budget: context.budget, source: source)
        let queue = MetricQueue(
            sizes: joined.work.map { $0.metric.series + ($0.predecessor?.series ?? 0) }, stage: "comparing",
            progress: progress)
        Threads.run(threads) { _ in
            var counter = DiffCounter(context, places: places)
            queue.drain { metric throws(PartFailure) in try counter.count(joined.work[metric], into: tables) }
        }
        let deferred = try queue.deferred()
        guard !deferred.isEmpty else { return (tables, joined.skipped) }
        var counter = DiffCounter(context, places: places)
        for metric in deferred where try !counter.count(joined.work[metric], into: tables) {
            throw refusal(joined.work[metric].merged)
        }
        return (tables, joined.skipped)
    }

    private func refusal(_ work: MetricWork) -> PartFailure {
        let needed =
            MetricTable.memory(rows: work.series, isDistinct: false) + DiffCounter.scratch(rows: work.series)
            + 8 * Column.memory(rows: work.series)
        return .refused(
            MemoryBudget.refusal(
                needed: context.budget.limit - context.budget.available + needed, limit: context.budget.limit,
                for: "comparing a metric of \(work.series) series",
                file: work.name == MetricExtent.noName
                    ? "" : context.symbols.parts.first?.summary.path ?? ""))
    }
}
