import Synchronization
import TSDB
import Threading

/// Counts all metrics of a set of parts on several threads: each takes the largest metric that is left.
struct CountingRun: Sendable {
    let context: CountingContext
    let work: [MetricWork]
    let threads: Int
    let progress: (@Sendable (AnalysisProgress) -> Void)?

    /// Series in all parts together, before equal ones are united.
    private var total: Int { work.reduce(0) { $0 + $1.series } }

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
        let queue = Atomic(0)
        let state = Mutex<(deferred: [Int], failure: PartFailure?)>(([], nil))
        let order = work.indices.sorted { work[$0].series > work[$1].series }
        Threads.run(threads) { _ in
            var counter = MetricCounter(context)
            while true {
                let next = queue.add(1, ordering: .relaxed).oldValue
                guard next < order.count, state.withLock({ $0.failure == nil }) else { return }
                let metric = order[next]
                do throws(PartFailure) {
                    if try !counter.count(work[metric], into: tables) { state.withLock { $0.deferred.append(metric) } }
                } catch {
                    state.withLock { $0.failure = error }
                }
                progress?(AnalysisProgress(stage: "counting", done: tables.seriesDone, total: total, unit: "series"))
            }
        }
        if let failure = state.withLock({ $0.failure }) { throw failure }
        try countAlone(state.withLock { $0.deferred }, into: tables)
        return tables
    }

    /// Counts the metrics that did not fit beside others: alone, and if that is still too much label by label.
    private func countAlone(_ metrics: [Int], into tables: SharedTables) throws(PartFailure) {
        guard !metrics.isEmpty else { return }
        var counter = MetricCounter(context)
        for metric in metrics.sorted(by: { work[$0].series > work[$1].series }) {
            if try !counter.count(work[metric], into: tables) {
                try counter.countByColumn(work[metric], into: tables)
            }
        }
    }
}
