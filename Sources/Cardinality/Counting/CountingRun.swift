import TSDB
import Threading

/// Counts all metrics of a set of parts on several threads: each takes the largest metric that is left.
struct CountingRun: Sendable {
    let context: CountingContext
    let work: [MetricWork]
    let threads: Int
    let progress: (@Sendable (AnalysisProgress) -> Void)?

    func count() throws(PartFailure) -> SharedTables {
        let symbols = context.symbols.count
        let fixed = PairTable.memory(symbols: symbols)
        let perThread = MetricCounter.memory(context)
        guard context.budget.reserve(fixed + perThread) else {
            let needed = context.budget.limit - context.budget.available + fixed + perThread
            throw .refused(
                MemoryBudget.refusal(
                    needed: needed, limit: context.budget.limit, for: "counting \(symbols) distinct strings",
                    file: context.symbols.parts.first?.summary.path ?? ""))
        }
        var threads = max(1, min(threads, work.count))
        // What does not fit beside others is counted by fewer threads before anything is left out.
        while threads > 1, !context.budget.reserve(perThread * (threads - 1)) { threads -= 1 }
        defer { context.budget.release(fixed + perThread * threads) }

        let tables = SharedTables(
            context, source: context.symbols.parts.first?.summary.path ?? "")
        let queue = MetricQueue(sizes: work.map(\.series), stage: "counting", progress: progress)
        Threads.run(threads) { _ in
            var counter = MetricCounter(context)
            queue.drain { metric throws(PartFailure) in try counter.count(work[metric], into: tables) }
        }
        try countAlone(queue.deferred(), into: tables)
        return tables
    }

    /// Counts the metrics that did not fit beside others: alone, and if that is still too much label by label.
    private func countAlone(_ metrics: [Int], into tables: SharedTables) throws(PartFailure) {
        guard !metrics.isEmpty else { return }
        var counter = MetricCounter(context)
        for metric in metrics {
            if try !counter.count(work[metric], into: tables) {
                try counter.countByColumn(work[metric], into: tables)
            }
        }
    }
}
