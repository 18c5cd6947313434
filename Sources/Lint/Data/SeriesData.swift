package import LabelSets

/// The series that rules are checked against, and how far they can be trusted.
package struct SeriesData: Sendable {
    package let index: SeriesIndex
    /// The sources as the user named them.
    package let sources: [String]
    /// Whether series were left out on demand, so that nothing proves that something is absent.
    package let isFiltered: Bool
    /// What samples show; `nil` where the sources have none.
    package let samples: SampleObservations?

    package init(
        index: SeriesIndex, sources: [String], isFiltered: Bool = false, samples: SampleObservations? = nil
    ) {
        self.index = index
        self.sources = sources
        self.isFiltered = isFiltered
        self.samples = samples
    }

    /// Milliseconds from the first sample to the last; `nil` where the sources know no times.
    package var window: Int64? {
        guard let times = index.times else { return nil }
        let (span, overflow) = times.last.subtractingReportingOverflow(times.first)
        return overflow || span < 0 ? nil : span
    }
}
