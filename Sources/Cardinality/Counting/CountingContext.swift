import TSDB

/// What all threads of a count share and none changes.
struct CountingContext: Sendable {
    let symbols: SymbolSpace
    /// One for each of `symbols.parts`.
    let scopes: [PartScope]
    /// Nil when no times are known.
    let clock: ActivityClock?
    /// Whether equal series can come from one part: a label was removed from them.
    let mayRepeat: Bool
    /// Global symbols of the names of `--by`, nil for one that no series has.
    let groupNames: [UInt32?]
    let nameSymbol: UInt32?
    let metricInDepth: UInt32?
    let budget: MemoryBudget

    /// Whether every series of the metric is known to be distinct before looking.
    func isDistinct(_ work: MetricWork) -> Bool { work.shares.count == 1 && !mayRepeat }
}
