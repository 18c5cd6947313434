package import RemoteWrite

/// What a receiver has counted since it started, or since its state began.
package struct StreamTotals: Sendable {
    package var requests = 0
    /// Requests by the status they were answered with.
    package var answers: [Int: Int] = [:]
    package var bodyBytes = 0
    /// Samples, native histograms included, that were not sent before.
    package var samples = 0
    /// Those that were sent before, or that came too late.
    package var repeatedSamples = 0
    package var histograms = 0
    package var exemplars = 0
    package var rejectedSeries = 0
    /// Those of them that passed a limit on labels.
    package var oversizedSeries = 0
    /// Processor time that decoding and counting took, in nanoseconds, since this process started.
    package var countingNanoseconds = 0
    package var rejectedSamples = 0
}

extension StreamTotals {
    package var leftOut: LeftOutSeries {
        LeftOutSeries(malformed: rejectedSeries - oversizedSeries, oversized: oversizedSeries)
    }
}

/// One point of the sparkline.
package struct HistoryPoint: Sendable {
    /// Milliseconds since the epoch.
    package var time: Int64
    /// With a sample in the time that makes a series active.
    package var activeSeries: Int
    package var knownSeries: Int
    /// Since the point before.
    package var samplesPerSecond: Double
}
