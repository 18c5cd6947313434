/// Which samples are wanted.
package struct SampleRequest: Sendable {
    /// Names of metrics; nil for all of them.
    package var metrics: Set<String>?
    /// Series must be selected too; samples outside of its time range are left out.
    package var selection = Selection()
    /// So many series of each metric at most. Which ones depends on their labels alone, so that it is the same in every
    /// run and from part to part.
    package var seriesPerMetric: Int?
    package var budget: MemoryBudget

    package init(metrics: Set<String>? = nil, budget: MemoryBudget) {
        self.metrics = metrics
        self.budget = budget
    }
}

/// How much of a metric was read.
package struct SampledMetric: Sendable, Equatable {
    package var name: String
    /// Selected series in the part that has most of them.
    package var series: Int
    /// Distinct series whose samples are handed out.
    package var chosen: Int
}
