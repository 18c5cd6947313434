/// Something that goes wrong when the expression is evaluated, or that gives nothing, and that the labels tell.
package struct EvaluationProblem: Sendable {
    package enum Side: String, Sendable {
        case left, right
    }

    package enum Kind: Sendable, Equatable {
        /// Several series of the side that must have one have the same labels to match on: the query fails.
        case severalOnOneSide(Side)
        /// Several series match one partner where each may match once: the query fails without `group_left` or
        /// `group_right`.
        case severalMatchOne(Side)
        /// Series of the result have the same labels: the query fails.
        case sameLabels
        /// Both sides have series, and none has a partner: the result is always empty.
        case noPartner
        /// The input has series, and none has a `le` that is a number: there is nothing to compute a quantile of.
        case noBuckets
    }

    package let kind: Kind
    /// Bytes of the expression at which it goes wrong.
    package let range: Range<Int>
    /// Whether it is certain, given that the series have samples; else it depends on times or values.
    package let isCertain: Bool
    /// How many keys, or label sets, are concerned.
    package let keys: Int
    /// The largest number of series that share one.
    package let largest: Int
    /// Up to three keys with up to two series that share each.
    package let examples: [Example]

    package struct Example: Sendable {
        /// The labels that are the same.
        package let key: [(name: String, value: String)]
        package let series: [[(name: String, value: String)]]
    }

    /// Whether Prometheus answers with an error.
    package var isFailure: Bool {
        switch kind {
        case .severalOnOneSide, .severalMatchOne, .sameLabels: true
        case .noPartner, .noBuckets: false
        }
    }
}
