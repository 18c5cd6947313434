/// A PromQL expression: what it is, and which bytes of the input it was read from.
///
/// A class, as are the larger things it can be: trees are walked far more often than they are made, and a walk is then a
/// matter of pointers.
package final class Expression: Sendable {
    package enum Kind: Sendable, Equatable {
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
        depth = Self.depth(of: kind)
    }

    private static func depth(of kind: Kind) -> Int {
        switch kind {
        case .number, .string, .vector, .range: 1
        case .subquery(let subquery): 1 + subquery.expression.depth
        case .call(let call): 1 + call.arguments.reduce(0) { max($0, $1.depth) }
        case .aggregation(let aggregation): 1 + max(aggregation.expression.depth, aggregation.parameter?.depth ?? 0)
        case .binary(let operation): max(operation.left.depth, 1 + operation.right.depth)
        case .unary(let operation): 1 + operation.operand.depth
        case .parentheses(let inner): 1 + inner.depth
        }
    }

    /// The expressions it is made of, in the order they are written; the parameter of an aggregation comes last, as
    /// when Prometheus walks the tree.
    package var children: [Expression] {
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
        body(self)
        switch kind {
        case .number, .string, .vector, .range: break
        case .subquery(let subquery): subquery.expression.visit(body)
        case .call(let call): for argument in call.arguments { argument.visit(body) }
        case .aggregation(let aggregation):
            aggregation.expression.visit(body)
            aggregation.parameter?.visit(body)
        case .unary(let operation): operation.operand.visit(body)
        case .parentheses(let inner): inner.visit(body)
        case .binary(let operation): operation.visitOperands(body)
        }
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

extension Expression: Equatable {
    package static func == (one: Expression, other: Expression) -> Bool {
        one === other || one.range == other.range && one.kind == other.kind
    }
}

extension BinaryOperation {
    /// Visits both sides; a chain of operations is gone down in a loop, for it can be long.
    fileprivate func visitOperands(_ body: (Expression) -> Void) {
        guard case .binary(var operation) = left.kind else {
            left.visit(body)
            right.visit(body)
            return
        }
        var rest = [right]
        body(left)
        while case .binary(let next) = operation.left.kind {
            body(operation.left)
            rest.append(operation.right)
            operation = next
        }
        operation.left.visit(body)
        operation.right.visit(body)
        for operand in rest.reversed() { operand.visit(body) }
    }
}
