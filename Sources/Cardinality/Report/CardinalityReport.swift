package import TSDB

/// What holds the series of a source and why: the result of `analyze`, complete and unsorted by taste.
///
/// Every list is sorted by series, most first, ties by name, and is whole; how many rows are shown is the writer's
/// choice. Label values are kept as references because there can be millions of them: ask `text(of:)`.
package struct CardinalityReport: Sendable {
    package var totals = Totals()
    /// Targets that the series of one were projected to: the counts are no longer those of the sources.
    package var targets: Int?
    package var window: Window?
    /// Nil unless it was asked for and times are known.
    package var timeline: Timeline?
    package var metrics: [MetricRow] = []
    package var labels: [LabelRow] = []
    package var labelPairs: [LabelPairRow] = []
    /// Rows of `--by`, empty without it.
    package var groups: [GroupRow] = []
    /// Names given to `--by`, in order.
    package var groupedBy: [String] = []
    /// For each of `AnalysisOptions.breakdowns` the rows of its groups, in the same order.
    package var breakdowns: [[GroupRow]] = []
    package var sources: [SourceRow] = []
    /// Parts that were left out of the counts on purpose (downsampled or out-of-range blocks), each with the reason.
    package var leftOut: [LeftOutPart] = []
    package var collisions: CollisionSummary?
    /// The metric of `AnalysisOptions.metricInDepth`; nil when none was asked for or no selected series has that name.
    package var metricDetail: MetricDetail?
    package var diagnostics: [Diagnostic] = []

    /// Text of symbols, redacted when that was asked for.
    package let symbols: any SymbolText

    package init(symbols: any SymbolText) { self.symbols = symbols }

    package func text(of value: UInt32) -> String { symbols.text(of: value) }
}

/// Turns symbol references of a report into text that may be shown.
package protocol SymbolText: Sendable {
    /// The symbol, invalid UTF-8 replaced.
    func text(of reference: UInt32) -> String

    /// The symbol as it is stored, valid during the call only: shows invalid UTF-8, and spares a string for each row.
    func withBytes(of reference: UInt32, _ body: (UnsafeRawBufferPointer) -> Void)
}

extension SymbolText {
    package func withBytes(of reference: UInt32, _ body: (UnsafeRawBufferPointer) -> Void) {
        var text = text(of: reference)
        text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}

/// How many of a set of series there are, and how they come and go in the window.
package struct SeriesCounts: Sendable, Equatable {
    package var series = 0
    /// With a sample at or after the end of the window minus `--active-within`. Nil when no times are known, as with
    /// `--no-activity`; the same holds for `new` and `gone`.
    package var active: Int?
    /// Whose first sample is later than the start of the window plus `--active-within`.
    package var new: Int?
    /// Whose last sample is earlier than the end of the window minus `--active-within`.
    package var gone: Int?

    package init(series: Int = 0, active: Int? = nil, new: Int? = nil, gone: Int? = nil) {
        self.series = series
        self.active = active
        self.new = new
        self.gone = gone
    }
}

/// The time that was looked at, in milliseconds since the epoch: first and last sample of what was selected.
package struct Window: Sendable, Equatable {
    package var minTime: Int64
    package var maxTime: Int64
    /// Milliseconds.
    package var activeWithin: Int64

    package init(minTime: Int64, maxTime: Int64, activeWithin: Int64) {
        self.minTime = minTime
        self.maxTime = maxTime
        self.activeWithin = activeWithin
    }

    package var hours: Double { (Double(maxTime) - Double(minTime)) / 3_600_000 }
}

package struct Totals: Sendable {
    package var counts = SeriesCounts()
    package var metrics = 0
    package var seriesWithoutName = 0
    /// `__name__` included, as Prometheus counts.
    package var labelNames = 0
    package var labelPairs = 0
    package var blocks = 0
    /// Samples of all parts, whole parts even where only some series were selected; nil when a part does not tell.
    package var samples: Int?
    /// Bytes on disk of all parts.
    package var sizes = PartSizes()
    /// Series of classic histograms' buckets.
    package var bucketSeries = 0
    package var memory: MemoryEstimate?
    package var sizing: SizingGuide?

    package init() {}

    /// Chunk bytes of the blocks divided by their samples.
    package var bytesPerSample: Double?
    /// New series per hour as a share of all series.
    package var churnPerHour: Double?
}

package struct MetricRow: Sendable {
    /// Empty for series without a name.
    package var name: String
    package var type: MetricType
    package var unit: String?
    package var help: String?
    package var counts: SeriesCounts
    package var indexBytes: Int
    package var chunkBytes: Int?
    /// Every label that at least one series has, without `__name__`; most consequential first: fewest series left.
    package var labels: [MetricLabelRow]
    /// Nil where the label of most values frees half of the series alone, or no four labels do.
    package var together: JointCause?
    /// Of metrics with at least a hundredth of the series (of those in several sources once for each), where timelines
    /// were asked for.
    package var timeline: Timeline?

    package init(
        name: String, type: MetricType, counts: SeriesCounts, indexBytes: Int, chunkBytes: Int?,
        labels: [MetricLabelRow]
    ) {
        self.name = name
        self.type = type
        self.counts = counts
        self.indexBytes = indexBytes
        self.chunkBytes = chunkBytes
        self.labels = labels
    }
}

/// The labels of most values, which free series when they are removed together: alone, each is stood in for by the others.
package struct JointCause: Sendable, Equatable {
    /// The one with most values first.
    package var labels: [String]
    /// Distinct series of the metric that remain without all of them: at most half.
    package var seriesWithout: Int

    package init(labels: [String], seriesWithout: Int) {
        self.labels = labels
        self.seriesWithout = seriesWithout
    }
}

package struct MetricLabelRow: Sendable, Equatable {
    package var name: String
    /// Distinct values, the absent one not counted.
    package var values: Int
    /// Distinct series that remain of the metric when this label is removed.
    package var seriesWithout: Int?
    /// Labels of the same metric whose value fixes this one's.
    package var determinedBy: [String]

    package init(name: String, values: Int, seriesWithout: Int?, determinedBy: [String]) {
        self.name = name
        self.values = values
        self.seriesWithout = seriesWithout
        self.determinedBy = determinedBy
    }
}

/// A metric's type as OpenMetrics names it, and how sure that is.
package struct MetricType: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case counter, gauge, histogram, gaugehistogram, summary, info, stateset, unknown
    }

    package var kind: Kind
    /// From the name alone; false when metadata told.
    package var isInferred: Bool

    package init(_ kind: Kind, isInferred: Bool) {
        self.kind = kind
        self.isInferred = isInferred
    }
}

package struct LabelRow: Sendable {
    package var name: String
    /// Distinct values over all metrics.
    package var values: Int
    package var valueBytes: Int
    /// Metrics with at least one series that carries it.
    package var metrics: Int
    /// Series that carry it.
    package var counts: SeriesCounts
    /// Series left of the whole when the label is removed everywhere. Nil for `__name__`, which cannot be removed (a
    /// series without a name fails the scrape).
    package var seriesWithout: Int?
    /// What the values look like, the largest share first; shapes that say nothing are left out.
    package var shapes: [ShapeShare]

    package init(
        name: String, values: Int, valueBytes: Int, metrics: Int, counts: SeriesCounts, seriesWithout: Int?,
        shapes: [ShapeShare]
    ) {
        self.name = name
        self.values = values
        self.valueBytes = valueBytes
        self.metrics = metrics
        self.counts = counts
        self.seriesWithout = seriesWithout
        self.shapes = shapes
    }
}

/// How many of a label's values have one shape.
package struct ShapeShare: Sendable {
    package var shape: ValueShape
    package var values: Int
    /// Up to three values of this shape.
    package var examples: [UInt32]

    package init(shape: ValueShape, values: Int, examples: [UInt32]) {
        self.shape = shape
        self.values = values
        self.examples = examples
    }
}

package struct LabelPairRow: Sendable {
    /// Ask `CardinalityReport.text(of:)`.
    package let value: UInt32
    private let labelIndex: UInt32
    // There can be millions of rows, so counts are packed.
    private let tally: Tally
    private let knowsActivity: Bool

    init(label: UInt32, value: UInt32, tally: Tally, knowsActivity: Bool) {
        labelIndex = label
        self.value = value
        self.tally = tally
        self.knowsActivity = knowsActivity
    }

    package init(label: Int, value: UInt32, counts: SeriesCounts) {
        self.init(
            label: UInt32(clamping: label), value: value,
            tally: Tally(
                series: UInt32(clamping: counts.series), active: UInt32(clamping: counts.active ?? 0),
                new: UInt32(clamping: counts.new ?? 0), gone: UInt32(clamping: counts.gone ?? 0)),
            knowsActivity: counts.active != nil)
    }

    /// Index into `CardinalityReport.labels`.
    package var label: Int { Int(labelIndex) }
    package var counts: SeriesCounts { tally.counts(knowingActivity: knowsActivity) }
}

package struct GroupRow: Sendable {
    /// One value for each name in `groupedBy`; nil where the series lack the label.
    package var values: [UInt32?]
    package var counts: SeriesCounts
    /// The metric with most series in the group.
    package var topMetric: String
    package var topMetricSeries: Int

    package init(values: [UInt32?], counts: SeriesCounts, topMetric: String, topMetricSeries: Int) {
        self.values = values
        self.counts = counts
        self.topMetric = topMetric
        self.topMetricSeries = topMetricSeries
    }
}

package struct SourceRow: Sendable {
    package var path: String
    package var kind: PartSummary.Kind
    package var series: Int
    package var minTime: Int64?
    package var maxTime: Int64?
    package var samples: Int?
    package var sizes: PartSizes
    /// Facts about this part worth a line: index version, compaction level, tombstones, external labels, checkpoint...
    package var notes: [String]

    package init(_ summary: PartSummary, notes: [String]) {
        path = summary.path
        kind = summary.kind
        series = summary.series
        minTime = summary.minTime
        maxTime = summary.maxTime
        samples = summary.samples
        sizes = summary.sizes
        self.notes = notes
    }
}

package struct LeftOutPart: Sendable, Equatable {
    package var path: String
    package var reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

/// Samples of one series with the same timestamp and different values: what a wrong labeldrop leaves behind.
package struct CollisionSummary: Sendable {
    package struct Example: Sendable {
        package var series: String
        /// Milliseconds since the epoch.
        package var time: Int64
        /// Both values; nil for a native histogram.
        package var values: [Double?]

        package init(series: String, time: Int64, values: [Double?]) {
            self.series = series
            self.time = time
            self.values = values
        }
    }

    package var samples: Int
    package var series: Int
    package var examples: [Example]

    package init(samples: Int, series: Int, examples: [Example]) {
        self.samples = samples
        self.series = series
        self.examples = examples
    }
}
