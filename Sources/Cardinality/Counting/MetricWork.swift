/// One metric to be counted: where its series are.
struct MetricWork: Sendable {
    struct Share: Sendable {
        var part: Int
        /// Index into the part's `metrics`.
        var metric: Int
    }

    /// Global symbol of the name, `MetricExtent.noName` for series without one.
    var name: UInt32
    var shares: [Share]
    /// Sum over the shares: the most distinct series there can be.
    var series: Int
    var indexBytes: Int
    var chunkBytes: Int?
}

/// What was counted of one metric.
struct MetricCount: Sendable {
    struct Label: Sendable {
        var name: UInt32
        var values: Int
        var seriesWithout: Int
        var determinedBy: [UInt32]
        var carried: Tally
    }

    var name: UInt32
    var tally: Tally
    var indexBytes: Int
    var chunkBytes: Int?
    var labels: [Label]
    /// What reading it told, and how close its series are to other verdicts.
    var found = FoundWhileReading()
    var margin = ActivityMargin()
    /// Nil where none is wanted.
    var timeline: TimelineTally?
    /// Labels of most values that free something together, and the series left without them.
    var together: (names: [UInt32], seriesWithout: Int)?
}
