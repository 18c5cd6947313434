/// A PromQL expression: what it is, and which bytes of the input it was read from.
package struct Expression: Sendable, Equatable {
    package indirect enum Kind: Sendable, Equatable {
        case number(NumberLiteral)
        case string(StringLiteral)
        /// `up{job="x"}`: the latest sample of each series.
        case vector(VectorSelector)
        /// `up[5m]`: the samples of a while.
        case range(RangeSelector)
        /// `rate(up[5m])[1h:1m]`: what an expression was worth over a while.
        case subquery(Subquery)
        case call(Call)
        case aggregation(Aggregation)
        case binary(BinaryOperation)
        case unary(UnaryOperation)
        case parentheses(Expression)
    }

    package let kind: Kind
    package let range: Range<Int>
    package let type: ValueType
    /// Levels of expressions in it, those to the left of an operator not counted: walks go there in a loop. The parser
    /// limits it, so that no walk can exhaust the stack.
    let depth: Int

    init(_ kind: Kind, at range: Range<Int>) {
        self.kind = kind
        self.range = range
        type = Self.type(of: kind)
        depth =
            if case .binary(let operation) = kind {
                max(operation.left.depth, 1 + operation.right.depth)
            } else {
                1 + (Self.children(of: kind).map(\.depth).max() ?? 0)
            }
    }

    /// The expressions it is made of, in the order they are written; the parameter of an aggregation comes last, as
    /// when Prometheus walks the tree.
    package var children: [Expression] { Self.children(of: kind) }

    private static func children(of kind: Kind) -> [Expression] {
        switch kind {
        case .number, .string, .vector, .range: []
        case .subquery(let subquery): [subquery.expression]
        case .call(let call): call.arguments
        case .aggregation(let aggregation): [aggregation.expression, aggregation.parameter].compactMap(\.self)
        case .binary(let operation): [operation.left, operation.right]
        case .unary(let operation): [operation.operand]
        case .parentheses(let inner): [inner]
        }
    }

    /// The expression without parentheses around it.
    package var unwrapped: Expression {
        if case .parentheses(let inner) = kind { inner.unwrapped } else { self }
    }

    /// The operations of `a + b - c` from the last to the first, and `a`.
    package var operatorChain: (operations: [(BinaryOperation, Expression)], first: Expression) {
        var operations: [(BinaryOperation, Expression)] = []
        var first = self
        while case .binary(let operation) = first.kind {
            operations.append((operation, first))
            first = operation.left
        }
        return (operations, first)
    }

    /// Visits the expression and all within it, parents first.
    package func visit(_ body: (Expression) -> Void) {
        let (operations, first) = operatorChain
        for (_, operation) in operations { body(operation) }
        body(first)
        for child in first.children { child.visit(body) }
        for (operation, _) in operations.reversed() { operation.right.visit(body) }
    }

    /// Every series selector in it, those of range selectors included.
    package var selectors: [VectorSelector] {
        var found: [VectorSelector] = []
        visit { expression in
            switch expression.kind {
            case .vector(let selector): found.append(selector)
            case .range(let selector): found.append(selector.vector)
            default: break
            }
        }
        return found
    }
}
