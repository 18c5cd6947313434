/// How many series a result has.
package enum SeriesCount: Sendable, Equatable {
    case exact(Int)
    /// No more than so many; why it is not known better stands beside it.
    case atMost(Int)

    /// The number, be it exact or a bound.
    package var limit: Int {
        switch self {
        case .exact(let count), .atMost(let count): count
        }
    }

    package var isExact: Bool { if case .exact = self { true } else { false } }
}

/// Why something is only a bound.
package enum BoundReason: String, Sendable, CaseIterable {
    /// A comparison keeps series by their samples' values.
    case comparison
    /// Series that ended, or whose times are not known, may or may not have a sample at the time.
    case presence
    /// Series may have too few samples in the range: `rate()` needs two.
    case tooFewSamples
    /// Which series `topk()` and its like keep depends on values.
    case choice
    /// `count_values()` makes labels of values.
    case labelsFromValues
    /// A parameter is computed: the `k` of `topk()`, the bounds of `clamp()`.
    case parameter
    /// Series without `le` may be native histograms.
    case nativeHistograms
    /// Over the time of a subquery series come and go.
    case changingSeries
    /// `info()` adds labels of series that were not followed.
    case info
    /// Series that may match several partners, of which a comparison may leave one.
    case ambiguousMatch
    /// There were more series than an evaluation may hold.
    case rowLimit
    /// Series that have no partner are filled in.
    case fill
    /// The expression fails when it is evaluated; what stands here is what the operands would give.
    case failure
    /// Something is computed when the query runs, such as a range.
    case computedTime

    /// For a person, to follow "at most 12 series: ".
    package var words: String {
        switch self {
        case .comparison: "a comparison drops series by their values"
        case .presence: "series that ended or have no known times may be missing"
        case .tooFewSamples: "series may have too few samples in the range"
        case .choice: "which series are kept depends on their values"
        case .labelsFromValues: "labels are made of values"
        case .parameter: "a parameter is computed when the query runs"
        case .nativeHistograms: "series without le count only if they are native histograms"
        case .changingSeries: "series come and go during the subquery"
        case .info: "labels of info metrics are not followed"
        case .ambiguousMatch: "series may have several partners"
        case .rowLimit: "there are too many series to follow each"
        case .fill: "series without a partner are filled in"
        case .failure: "the expression may fail when it is evaluated"
        case .computedTime: "a range or offset is computed when the query runs"
        }
    }
}
