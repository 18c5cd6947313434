/// When what came to PromQL came: each line of this table is a line of Prometheus' changelog.
extension Language {
    static let numbersWithUnderscores = Version(2, 54)
    static let quotedNames = Version(3, 0)
    static let durationArithmetic = Version(3, 4)
    static let stepInDurations = Version(3, 6)
    static let extendedRanges = Version(3, 7)
    static let fill = Version(3, 10)
    static let trimming = Version(3, 11)
    static let minAndMaxOf = Version(3, 13)

    static func since(_ aggregator: Aggregator) -> Version? {
        switch aggregator {
        case .limitk, .limitRatio: Version(2, 54)
        default: nil
        }
    }

    /// Functions that 2.46 did not have.
    static let functions: [String: Version] = [
        "histogram_stddev": Version(2, 47), "histogram_stdvar": Version(2, 47),
        "mad_over_time": Version(2, 49), "sort_by_label": Version(2, 49), "sort_by_label_desc": Version(2, 49),
        "histogram_avg": Version(2, 51),
        "info": Version(2, 55),
        "double_exponential_smoothing": Version(3, 0),
        "ts_of_min_over_time": Version(3, 5), "ts_of_max_over_time": Version(3, 5),
        "ts_of_last_over_time": Version(3, 5),
        "first_over_time": Version(3, 7), "ts_of_first_over_time": Version(3, 7),
        "histogram_quantiles": Version(3, 11),
        "start": Version(3, 12), "end": Version(3, 12), "range": Version(3, 12), "step": Version(3, 12),
        "min_of": Version(3, 13), "max_of": Version(3, 13),
        "start_timestamp": Version(3, 14),
    ]

    /// Functions that are stable now and were experimental before.
    static let stableSince: [String: Version] = ["first_over_time": Version(3, 14)]

    /// Functions that are gone, and what took their place.
    static let removed: [String: (since: Version, replacement: String)] = [
        "holt_winters": (Version(3, 0), "double_exponential_smoothing")
    ]
}
