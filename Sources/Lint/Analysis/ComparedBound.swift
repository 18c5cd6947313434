import PromQL

/// `subject > 5`: a comparison of a vector with a number.
struct ComparedBound: CustomStringConvertible {
    let operand: Expression
    let symbol: BinaryOperator
    let value: Double

    /// The comparisons that a series has passed when it is in the result.
    static func all(in expression: Expression) -> [ComparedBound] {
        guard case .binary(let operation) = expression.unwrapped.kind else { return [] }
        if operation.symbol == .and { return all(in: operation.left) }
        guard operation.symbol.isComparison, !operation.returnsBool, operation.left.type == .vector,
            let value = operation.right.constant
        else { return [] }
        var inner = operation.left.unwrapped
        let before = all(in: inner)
        while case .binary(let next) = inner.kind, next.symbol.isComparison, !next.returnsBool,
            next.right.constant != nil, next.left.type == .vector
        {
            inner = next.left.unwrapped
        }
        return before + [ComparedBound(operand: inner, symbol: operation.symbol, value: value)]
    }

    /// Two of the bounds that no value satisfies together.
    static func contradiction(in bounds: [ComparedBound]) -> (ComparedBound, ComparedBound)? {
        for (index, one) in bounds.enumerated() {
            for other in bounds[..<index] where other.excludes(one) && other.subject == one.subject {
                return (other, one)
            }
        }
        return nil
    }

    /// What is compared, as Prometheus prints it.
    private var subject: String { operand.description }

    var description: String { "\(subject) \(symbol.rawValue) \(Self.text(value))" }

    private static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }

    func excludes(_ other: ComparedBound) -> Bool {
        switch (symbol, other.symbol) {
        case (.greater, .less), (.greater, .lessOrEqual), (.greaterOrEqual, .less): value >= other.value
        case (.greaterOrEqual, .lessOrEqual): value > other.value
        case (.less, .greater), (.lessOrEqual, .greater), (.less, .greaterOrEqual), (.lessOrEqual, .greaterOrEqual):
            other.excludes(self)
        case (.equal, .equal): value != other.value
        case (.equal, .notEqual), (.notEqual, .equal): value == other.value
        case (.equal, .greater): value <= other.value
        case (.equal, .greaterOrEqual): value < other.value
        case (.equal, .less): value >= other.value
        case (.equal, .lessOrEqual): value > other.value
        case (.greater, .equal), (.greaterOrEqual, .equal), (.less, .equal), (.lessOrEqual, .equal):
            other.excludes(self)
        default: false
        }
    }
}

extension Expression {
    /// The value of a number, with its sign.
    var constant: Double? {
        switch unwrapped.kind {
        case .number(let literal): literal.value
        case .unary(let operation): operation.operand.constant.map { operation.isNegation ? -$0 : $0 }
        default: nil
        }
    }
}
