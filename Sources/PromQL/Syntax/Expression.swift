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
    /// Levels of expressions in it. The parser limits it, so that walking a tree cannot exhaust the stack.
    let height: Int

    init(_ kind: Kind, at range: Range<Int>) {
        self.kind = kind
        self.range = range
        height = 1 + (Self.children(of: kind).map(\.height).max() ?? 0)
    }

    /// The expressions it is made of, in the order they are written; the parameter of an aggregation comes last, as when
    /// Prometheus walks the tree.
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

    /// Visits the expression and all within it, parents first.
    package func forEach(_ body: (Expression) -> Void) {
        body(self)
        for child in children { child.forEach(body) }
    }

    /// Every series selector in it, those of range selectors included.
    package var selectors: [VectorSelector] {
        var found: [VectorSelector] = []
        forEach { expression in
            switch expression.kind {
            case .vector(let selector): found.append(selector)
            case .range(let selector): found.append(selector.vector)
            default: break
            }
        }
        return found
    }
}
