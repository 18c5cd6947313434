import Synchronization

/// Hands the metrics of a count to its threads, the largest that is left first, and remembers what went wrong.
final class MetricQueue: Sendable {
    private let sizes: [Int]
    /// Indexes of the metrics, in the order in which they are handed out.
    private let order: [Int]
    private let next = Atomic(0)
    private let done = Atomic(0)
    private let state = Mutex<(deferred: [Int], failure: PartFailure?)>(([], nil))
    private let stage: String
    private let progress: (@Sendable (AnalysisProgress) -> Void)?

    /// `sizes` are the series of each metric.
    init(sizes: [Int], stage: String, progress: (@Sendable (AnalysisProgress) -> Void)?) {
        self.sizes = sizes
        self.stage = stage
        self.progress = progress
        order = sizes.indices.sorted { sizes[$0] > sizes[$1] }
    }

    /// Counts metrics until none is left or one failed; `count` returns false for what finds no memory beside others.
    func drain(_ count: (Int) throws(PartFailure) -> Bool) {
        let total = sizes.reduce(0, +)
        while true {
            let place = next.add(1, ordering: .relaxed).oldValue
            guard place < order.count, state.withLock({ $0.failure == nil }) else { return }
            let metric = order[place]
            do throws(PartFailure) {
                if try !count(metric) { state.withLock { $0.deferred.append(metric) } }
            } catch {
                state.withLock { $0.failure = error }
            }
            let series = done.add(sizes[metric], ordering: .relaxed).newValue
            progress?(AnalysisProgress(stage: stage, done: series, total: total, unit: "series"))
        }
    }

    /// When all threads are done: the metrics that found no memory, the largest first.
    func deferred() throws(PartFailure) -> [Int] {
        let (deferred, failure) = state.withLock { $0 }
        if let failure { throw failure }
        return deferred.sorted { sizes[$0] > sizes[$1] }
    }
}
