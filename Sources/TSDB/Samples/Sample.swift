/// A float sample.
package struct Sample: Sendable, Equatable {
    /// Milliseconds since the epoch.
    package var time: Int64
    package var value: Double

    package init(time: Int64, value: Double) {
        self.time = time
        self.value = value
    }

    /// Whether it says that the series ended, as Prometheus' `value.StaleNaN` does, and is no value.
    package var isStale: Bool { value.bitPattern == SampleValue.stale }

    /// The same bits: NaN is the same as itself here.
    package static func == (a: Sample, b: Sample) -> Bool {
        a.time == b.time && a.value.bitPattern == b.value.bitPattern
    }
}

/// A series with its float samples, from all parts that have any.
package struct SampledSeries: Sendable {
    /// Empty for a series without `__name__`.
    package var metric = ""
    /// With `__name__`, sorted by name.
    package var labels: [(name: String, value: String)] = []
    /// Ascending, one for each time, stale markers among them.
    package var samples: [Sample] = []
    /// Chunks and samples of native histograms that were passed over.
    package var histograms = 0

    package init() {}

    package subscript(label label: String) -> String? { labels.first { $0.name == label }?.value }
}
