package import TSDB

/// What `analyze` was asked for, as far as counting is concerned.
package struct AnalysisOptions: Sendable {
    package var sources: [String]
    /// Parts that are open already, counted beside those of `sources`: what a receiver holds in memory.
    package var openParts: [any SeriesPart] = []
    /// What else than Prometheus' own files and snapshots `sources` may name.
    package var formats: [SourceFormat] = []
    package var selection = Selection()
    /// Milliseconds before the newest sample within which a series must have one to be active.
    package var activeWithin: Int64 = 15 * 60 * 1000
    /// False leaves samples of the head unread: the head's series have then no times.
    package var readsActivity = true
    /// Labels that tell HA replicas apart, removed before counting.
    package var replicaLabels: [String] = []
    package var groupBy: [String] = []
    /// What else is to be counted in the same pass, as `CardinalityReport.breakdowns`.
    package var breakdowns: [SeriesBreakdown] = []
    /// Name of a metric whose values are to be listed too, as `CardinalityReport.metricDetail`; the rest of the report
    /// stays that of the whole selection.
    package var metricInDepth: String?
    /// Label pairs to report, nil for all: there can be millions.
    package var pairLimit: Int?
    /// Targets that the exposition of one is projected to.
    package var targets: Int?
    /// Whether series are also counted by the time at which they come and go, as `CardinalityReport.timeline`.
    package var wantsTimeline = false
    package var threads = 1
    /// Bytes.
    package var maxMemory = 1 << 30
    /// Key of the hash that replaces label values, nil to show them.
    package var redactionKey: [UInt8]?
    /// Told of progress from time to time, from any thread.
    package var progress: (@Sendable (AnalysisProgress) -> Void)?

    package init(sources: [String]) { self.sources = sources }
}

/// How far an analysis has come.
package struct AnalysisProgress: Sendable {
    package var stage: String
    /// Series or bytes done and to do, in the unit of `unit`.
    package var done: Int
    package var total: Int
    package var unit: String

    package init(stage: String, done: Int, total: Int, unit: String) {
        self.stage = stage
        self.done = done
        self.total = total
        self.unit = unit
    }
}
