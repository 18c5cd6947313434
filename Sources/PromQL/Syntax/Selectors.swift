/// A series selector and when it is read.
package final class VectorSelector: Sendable, Equatable {
    package let selector: Selector
    package let time: TimeModifiers
    package let extent: RangeExtent?

    init(
        selector: Selector, time: TimeModifiers = TimeModifiers(), extent: RangeExtent? = nil
    ) {
        self.selector = selector
        self.time = time
        self.extent = extent
    }

    package static func == (one: VectorSelector, other: VectorSelector) -> Bool {
        one === other
            || one.selector == other.selector
                && one.time == other.time
                && one.extent == other.extent
    }
}

/// How the samples at the borders of a range are treated (experimental since 3.7).
package enum RangeExtent: String, Sendable {
    case anchored, smoothed
}

package final class RangeSelector: Sendable, Equatable {
    package let vector: VectorSelector
    package let length: TimeAmount

    init(
        vector: VectorSelector, length: TimeAmount
    ) {
        self.vector = vector
        self.length = length
    }

    package static func == (one: RangeSelector, other: RangeSelector) -> Bool {
        one === other
            || one.vector == other.vector
                && one.length == other.length
    }
}

package final class Subquery: Sendable, Equatable {
    package let expression: Expression
    package let length: TimeAmount
    /// `nil` is the default evaluation interval.
    package let step: TimeAmount?
    package let time: TimeModifiers

    init(
        expression: Expression, length: TimeAmount, step: TimeAmount? = nil, time: TimeModifiers = TimeModifiers()
    ) {
        self.expression = expression
        self.length = length
        self.step = step
        self.time = time
    }

    package static func == (one: Subquery, other: Subquery) -> Bool {
        one === other
            || one.expression == other.expression
                && one.length == other.length
                && one.step == other.step
                && one.time == other.time
    }
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
