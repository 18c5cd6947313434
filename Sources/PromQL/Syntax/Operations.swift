package struct Call: Sendable, Equatable {
    package let function: Function
    package let functionRange: Range<Int>
    package let arguments: [Expression]
}

package struct UnaryOperation: Sendable, Equatable {
    package let isNegation: Bool
    package let operand: Expression
}

package struct Aggregation: Sendable, Equatable {
    package let aggregator: Aggregator
    package let grouping: Grouping
    /// The `5` of `topk(5, x)`.
    package let parameter: Expression?
    package let expression: Expression
}

/// Which labels the result of an aggregation keeps.
package struct Grouping: Sendable, Equatable {
    /// A label, and where it is written.
    package struct Label: Sendable, Equatable {
        package let name: String
        package let range: Range<Int>
    }

    package var isWithout = false
    package var labels: [Label] = []
    /// From `by` or `without` to the closing parenthesis; `nil` if neither is written.
    package var range: Range<Int>?
}

package struct BinaryOperation: Sendable, Equatable {
    package let left: Expression
    package let symbol: BinaryOperator
    package let symbolRange: Range<Int>
    package let right: Expression
    /// `bool`: 0 or 1 in place of filtering.
    package let returnsBool: Bool
    package let matching: VectorMatching
}

/// Which series of two vectors belong together.
package struct VectorMatching: Sendable, Equatable {
    package enum Group: String, Sendable {
        case left, right
    }

    /// `on` if true, `ignoring` if false.
    package var isOn = false
    package var labels: [Grouping.Label] = []
    /// From `on` or `ignoring` to the closing parenthesis; `nil` if neither is written.
    package var range: Range<Int>?
    /// The side that may have many series to one of the other.
    package var group: Group?
    /// Labels to take over from the side with one.
    package var include: [Grouping.Label] = []
    package var fillLeft: Double?
    package var fillRight: Double?
}
