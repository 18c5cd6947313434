import TSDB

/// What all threads of a count share and none changes.
struct CountingContext: Sendable {
    let symbols: SymbolSpace
    /// One for each of `symbols.parts`.
    let scopes: [PartScope]
    /// Nil when no times are known.
    var clock: ActivityClock?
    /// Nil unless a timeline is wanted and times are known.
    let grid: TimelineGrid?
    /// Whether equal series can come from one part: a label was removed from them.
    let mayRepeat: Bool
    /// What is counted besides; the first is that of `--by` where it is given.
    var breakdowns: [NumberedBreakdown]
    /// Matchers that all must accept a series for it to be counted; nil counts every series.
    var filter: [NumberedMatcher]?
    let nameSymbol: UInt32?
    var metricInDepth: UInt32?
    let budget: MemoryBudget

    /// Whether parts are on two sides, so that tables have to tell whose each series is.
    var comparesSides: Bool { scopes.contains { $0.side != 0 } }

    /// Whether every series of the metric is known to be distinct before looking.
    func isDistinct(_ work: MetricWork) -> Bool { work.shares.count == 1 && !mayRepeat }
}
