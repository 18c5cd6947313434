/// Series of one metric whose entries follow each other in the index.
struct SeriesRun: Sendable {
    /// Symbol of the metric's name, `MetricExtent.noName` for series without one.
    var metric: UInt32
    /// Reference of the first entry.
    var reference: UInt32
    var count: UInt32
}
