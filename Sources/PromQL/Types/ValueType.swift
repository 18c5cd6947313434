/// What an expression's result is. Raw values are Prometheus' own.
package enum ValueType: String, Sendable {
    case scalar, vector, matrix, string

    /// As the documentation calls it.
    package var documented: String {
        switch self {
        case .vector: "instant vector"
        case .matrix: "range vector"
        case .scalar, .string: rawValue
        }
    }
}

extension Expression {
    static func type(of kind: Kind) -> ValueType {
        switch kind {
        case .number: .scalar
        case .string: .string
        case .vector, .aggregation: .vector
        case .range, .subquery: .matrix
        case .call(let call): call.function.result
        case .binary(let operation):
            operation.left.type == .scalar && operation.right.type == .scalar ? .scalar : .vector
        case .unary(let operation): operation.operand.type
        case .parentheses(let inner): inner.type
        }
    }
}
