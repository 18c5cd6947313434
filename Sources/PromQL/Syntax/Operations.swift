package final class Call: Sendable, Equatable {
    package let function: Function
    package let functionRange: Range<Int>
    package let arguments: [Expression]

    init(
        function: Function, functionRange: Range<Int>, arguments: [Expression]
    ) {
        self.function = function
        self.functionRange = functionRange
        self.arguments = arguments
    }

    package static func == (one: Call, other: Call) -> Bool {
        one === other
            || one.function == other.function
                && one.functionRange == other.functionRange
                && one.arguments == other.arguments
    }
}

package final class UnaryOperation: Sendable, Equatable {
    package let isNegation: Bool
    package let operand: Expression

    init(
        isNegation: Bool, operand: Expression
    ) {
        self.isNegation = isNegation
        self.operand = operand
    }

    package static func == (one: UnaryOperation, other: UnaryOperation) -> Bool {
        one === other
            || one.isNegation == other.isNegation
                && one.operand == other.operand
    }
}

package final class Aggregation: Sendable, Equatable {
    package let aggregator: Aggregator
    package let grouping: Grouping
    /// The `5` of `topk(5, x)`.
    package let parameter: Expression?
    package let expression: Expression

    init(
        aggregator: Aggregator, grouping: Grouping, parameter: Expression? = nil, expression: Expression
    ) {
        self.aggregator = aggregator
        self.grouping = grouping
        self.parameter = parameter
        self.expression = expression
    }

    package static func == (one: Aggregation, other: Aggregation) -> Bool {
        one === other
            || one.aggregator == other.aggregator
                && one.grouping == other.grouping
                && one.parameter == other.parameter
                && one.expression == other.expression
    }
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

package final class BinaryOperation: Sendable, Equatable {
    package let left: Expression
    package let symbol: BinaryOperator
    package let symbolRange: Range<Int>
    package let right: Expression
    /// `bool`: 0 or 1 in place of filtering.
    package let returnsBool: Bool
    package let matching: VectorMatching

    init(
        left: Expression, symbol: BinaryOperator, symbolRange: Range<Int>, right: Expression, returnsBool: Bool,
        matching: VectorMatching
    ) {
        self.left = left
        self.symbol = symbol
        self.symbolRange = symbolRange
        self.right = right
        self.returnsBool = returnsBool
        self.matching = matching
    }

    package static func == (one: BinaryOperation, other: BinaryOperation) -> Bool {
        one === other
            || one.left == other.left
                && one.symbol == other.symbol
                && one.symbolRange == other.symbolRange
                && one.right == other.right
                && one.returnsBool == other.returnsBool
                && one.matching == other.matching
    }
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
