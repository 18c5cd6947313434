/// A series selector and when it is read.
package struct VectorSelector: Sendable, Equatable {
    package let selector: Selector
    package var time = TimeModifiers()
    package var extent: RangeExtent?
}

/// How the samples at the borders of a range are treated (experimental since 3.7).
package enum RangeExtent: String, Sendable {
    case anchored, smoothed
}

package struct RangeSelector: Sendable, Equatable {
    package var vector: VectorSelector
    package let length: TimeAmount
}

package struct Subquery: Sendable, Equatable {
    package let expression: Expression
    package let length: TimeAmount
    /// `nil` is the default evaluation interval.
    package let step: TimeAmount?
    package var time = TimeModifiers()
}

/// `offset 5m` and `@ 1609746000` behind a selector or a subquery.
package struct TimeModifiers: Sendable, Equatable {
    /// An offset of zero is none, as in Prometheus.
    package var offset: TimeAmount?
    package var at: Instant?

    package enum Instant: Sendable, Equatable {
        /// Since 1970.
        case milliseconds(Int64)
        case start, end
    }
}
