package struct NumberLiteral: Sendable, Equatable {
    package var value: Double
    /// Written with units, as `5m`: a number of seconds that is printed with units again.
    package var isDuration: Bool
}

package struct StringLiteral: Sendable, Equatable {
    /// What stands between the quotes with escapes resolved, which need not be UTF-8.
    package let bytes: [UInt8]

    package var value: String { String(decoding: bytes, as: UTF8.self) }
}

/// A length of time, in nanoseconds as Prometheus counts it.
package struct TimeSpan: Sendable, Equatable {
    package var nanoseconds: Int64

    package var milliseconds: Int64 { nanoseconds / 1_000_000 }

    /// Rounds to nanoseconds; what is out of range becomes the smallest length, as in Go on most machines.
    init(seconds: Double) {
        nanoseconds = Int64(exactly: (seconds * 1e9).rounded(.toNearestOrAwayFromZero)) ?? .min
    }
}

/// A length of time that is written down, or computed from others when the query runs.
package enum TimeAmount: Sendable, Equatable {
    case constant(TimeSpan)
    case computed(DurationExpression)

    /// The length in milliseconds, if it is known before the query runs.
    package var milliseconds: Int64? {
        if case .constant(let span) = self { span.milliseconds } else { nil }
    }
}

/// Arithmetic on durations: `[5m + step()]` (a feature since 3.4, on by default since 3.14).
package struct DurationExpression: Sendable, Equatable {
    package indirect enum Kind: Sendable, Equatable {
        case literal(NumberLiteral)
        case negation(DurationExpression)
        case operation(DurationExpression, BinaryOperator, DurationExpression)
        /// The query's step and its whole range.
        case step, range
        case minOf(DurationExpression, DurationExpression)
        case maxOf(DurationExpression, DurationExpression)
    }

    package let kind: Kind
    package let range: Range<Int>
    package var isParenthesized = false
    let depth: Int

    init(_ kind: Kind, at range: Range<Int>, isParenthesized: Bool = false) {
        self.kind = kind
        self.range = range
        self.isParenthesized = isParenthesized
        depth =
            switch kind {
            case .literal, .step, .range: 1
            case .negation(let inner): 1 + inner.depth
            case .operation(let left, _, let right), .minOf(let left, let right), .maxOf(let left, let right):
                1 + max(left.depth, right.depth)
            }
    }

    /// The number, if that is all there is. One in parentheses counts as computed.
    var literal: NumberLiteral? {
        if case .literal(let number) = kind, !isParenthesized { number } else { nil }
    }

    /// A plain number of seconds is constant; the rest waits for the query.
    var amount: TimeAmount {
        literal.map { .constant(TimeSpan(seconds: $0.value)) } ?? .computed(self)
    }
}
