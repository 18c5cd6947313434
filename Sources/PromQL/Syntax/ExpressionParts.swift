/// What an expression is made of, sorted by kind: for whoever has many questions to ask of it.
///
/// Each list is in the order in which `Expression.visit` comes to its parts.
package struct ExpressionParts: Sendable {
    package private(set) var calls: [(whole: Expression, call: Call)] = []
    package private(set) var aggregations: [(whole: Expression, aggregation: Aggregation)] = []
    package private(set) var operations: [(whole: Expression, operation: BinaryOperation)] = []
    /// Those of range selectors included.
    package private(set) var selectors: [VectorSelector] = []
    /// Those of the selectors that have a regular expression.
    package private(set) var patternSelectors: [VectorSelector] = []
    /// Instant and range selectors and subqueries: what is read at a time.
    package private(set) var reads: [Expression] = []

    /// Of no expression.
    package init() {}

    package init(of expression: Expression) {
        expression.visit { part in
            switch part.kind {
            case .call(let call): calls.append((part, call))
            case .aggregation(let aggregation): aggregations.append((part, aggregation))
            case .binary(let operation): operations.append((part, operation))
            case .vector(let vector):
                add(vector)
                reads.append(part)
            case .range(let range):
                add(range.vector)
                reads.append(part)
            case .subquery: reads.append(part)
            case .number, .string, .unary, .parentheses: break
            }
        }
    }

    private mutating func add(_ vector: VectorSelector) {
        selectors.append(vector)
        if vector.selector.matchers.contains(where: { $0.regex != nil }) { patternSelectors.append(vector) }
    }

    /// Whether a label is named where that decides which labels the result has, selectors aside; what is named in the
    /// arguments of functions is not looked at, and counts.
    package func names(_ label: String) -> Bool {
        func holds(_ labels: [Grouping.Label]) -> Bool { labels.contains { $0.name == label } }
        return aggregations.contains {
            $0.aggregation.aggregator == .countValues || holds($0.aggregation.grouping.labels)
        } || operations.contains { holds($0.operation.matching.labels) || holds($0.operation.matching.include) }
            || calls.contains { $0.call.arguments.contains { $0.type == .string } }
    }
}
