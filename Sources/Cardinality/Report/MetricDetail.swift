/// One metric in depth: what `--metric` asks for.
///
/// Its counts are those of the metric's row in the whole report, over the same window, so that both views agree.
package struct MetricDetail: Sendable {
    /// The metric's row of the report.
    package var metric: MetricRow
    /// One entry for each of `metric.labels`, in the same order.
    package var labels: [MetricLabelDetail]

    package init(metric: MetricRow, labels: [MetricLabelDetail]) {
        self.metric = metric
        self.labels = labels
    }
}

/// A label of the metric that is looked at in depth.
package struct MetricLabelDetail: Sendable {
    package var row: MetricLabelRow
    /// Series of the metric that carry the label.
    package var series: Int
    /// Length of all distinct values together.
    package var valueBytes: Int
    /// Every value with its series, most series first, ties by value.
    package var values: [LabelValueRow]
    /// Up to eight values spread evenly over all of them in order of their text: a look at what the rest is like.
    package var samples: [UInt32]
    /// What the values look like, the largest share first; shapes that say nothing are left out.
    package var shapes: [ShapeShare]

    package init(
        row: MetricLabelRow, series: Int, valueBytes: Int, values: [LabelValueRow], samples: [UInt32],
        shapes: [ShapeShare]
    ) {
        self.row = row
        self.series = series
        self.valueBytes = valueBytes
        self.values = values
        self.samples = samples
        self.shapes = shapes
    }
}

/// A label value and the series of the metric that have it.
package struct LabelValueRow: Sendable, Equatable {
    /// Ask `CardinalityReport.text(of:)`.
    package var value: UInt32
    package var counts: SeriesCounts

    package init(value: UInt32, counts: SeriesCounts) {
        self.value = value
        self.counts = counts
    }
}
