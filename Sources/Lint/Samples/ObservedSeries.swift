package import TSDB

/// What the samples of one series show.
package struct ObservedSeries: Sendable {
    /// With `__name__`.
    package let labels: [String: String]
    /// Samples with a value: stale markers are none.
    package let count: Int
    /// The usual time between two samples, in milliseconds; `nil` with too few of them.
    package let interval: Int64?
    /// From one sample to the next: how often the value went up, fell to less than half (as a counter does that starts
    /// again), or fell otherwise.
    package private(set) var rises = 0
    package private(set) var resets = 0
    package private(set) var falls = 0
    /// Samples of the value 0.
    package private(set) var zeros = 0
    package private(set) var isIntegral = true
    package private(set) var lowest = Double.infinity
    package private(set) var highest = -Double.infinity
    /// The longest time without a change, in milliseconds.
    package private(set) var longestFlat: Int64 = 0

    package init(_ series: SampledSeries) { self.init(labels: series.labels, samples: series.samples) }

    package init(labels: [(name: String, value: String)], samples: [Sample]) {
        self.labels = Dictionary(labels.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        var steps: [Int64] = []
        var before: Sample?
        var flatSince: Int64?
        var count = 0
        for sample in samples {
            if sample.isStale || sample.value.isNaN {
                (before, flatSince) = (nil, nil)
                if !sample.isStale { count += 1 }
                continue
            }
            count += 1
            let value = sample.value
            if value == 0 { zeros += 1 }
            isIntegral = isIntegral && value.rounded() == value
            (lowest, highest) = (min(lowest, value), max(highest, value))
            if let before {
                let (step, overflow) = sample.time.subtractingReportingOverflow(before.time)
                if !overflow { steps.append(step) }
                if value > before.value {
                    rises += 1
                } else if value < before.value {
                    if value >= 0, value < before.value / 2 { resets += 1 } else { falls += 1 }
                }
                if value != before.value { flatSince = nil }
                if let flatSince { longestFlat = max(longestFlat, sample.time &- flatSince) }
            }
            flatSince = flatSince ?? sample.time
            before = sample
        }
        self.count = count
        interval = steps.count >= 3 ? steps.sorted()[steps.count / 2] : nil
    }

    /// Whether it goes down as no counter does: again and again, and not to start over.
    var isGauge: Bool { falls >= 3 && falls * 20 >= rises + falls || lowest < 0 && falls > 0 }

    /// Whether it only went up, and started over at least once: what no gauge does for long.
    var isCounter: Bool { falls == 0 && lowest >= 0 && resets > 0 && rises >= 10 && rises >= 4 * resets && isIntegral }
}
