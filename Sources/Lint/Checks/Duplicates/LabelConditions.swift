import PromQL
import Regex

/// What an expression's result is known to satisfy: matchers on labels that reach the result unchanged.
enum LabelConditions {
    typealias Conditions = [String: [Matcher]]

    /// Conditions on the labels of every series of the result. What is not followed has none.
    static func guaranteed(in expression: Expression) -> Conditions {
        switch expression.kind {
        case .parentheses(let inner): return guaranteed(in: inner)
        case .unary(let operation): return guaranteed(in: operation.operand)
        case .vector(let vector): return conditions(of: vector.selector)
        case .range(let range): return conditions(of: range.vector.selector)
        case .subquery(let subquery): return guaranteed(in: subquery.expression)
        case .aggregation(let aggregation):
            let inner = guaranteed(in: aggregation.expression)
            if aggregation.aggregator.selectsSeries { return inner }
            let labels = Set(aggregation.grouping.labels.map(\.name))
            return inner.filter { labels.contains($0.key) != aggregation.grouping.isWithout }
        case .call(let call): return guaranteed(in: call)
        case .binary(let operation): return guaranteed(in: operation)
        case .number, .string: return [:]
        }
    }

    private static func conditions(of selector: Selector) -> Conditions {
        var conditions: Conditions = [:]
        for matcher in selector.matchers where matcher.name != Matcher.nameLabel {
            conditions[matcher.name, default: []].append(matcher)
        }
        return conditions
    }

    /// Functions of one vector that keep the labels of each series but its name.
    private static func guaranteed(in call: Call) -> Conditions {
        guard call.function.result == .vector, !changingLabels.contains(call.function.name) else { return [:] }
        let vectors = call.arguments.filter { $0.type == .vector || $0.type == .matrix }
        return vectors.count == 1 ? vectors.first.map(guaranteed) ?? [:] : [:]
    }

    private static let changingLabels: Set<String> = [
        "label_replace", "label_join", "absent", "absent_over_time", "info", "histogram_quantile",
        "histogram_quantiles", "histogram_fraction", "vector", "scalar",
    ]

    private static func guaranteed(in operation: BinaryOperation) -> Conditions {
        let left = operation.left.type == .vector ? guaranteed(in: operation.left) : [:]
        let right = operation.right.type == .vector ? guaranteed(in: operation.right) : [:]
        switch operation.symbol {
        case .or:
            // A result of either side: both must promise the same.
            return left.filter { right[$0.key] == $0.value }
        case .unless: return left
        case .and: break
        default:
            if operation.left.type != .vector { return right }
            if operation.right.type != .vector { return left }
            if operation.matching.fillLeft != nil || operation.matching.fillRight != nil { return [:] }
        }
        let labels = Set(operation.matching.labels.map(\.name))
        func isMatched(_ label: String) -> Bool { labels.contains(label) == operation.matching.isOn }
        // Matched labels are equal on both sides, and stay; others stay on the side with many series.
        let many = operation.matching.group == .right ? right : left
        let one = operation.matching.group == .right ? left : right
        let included = Set(operation.matching.include.map(\.name))
        let keepsMany = operation.symbol == .and || operation.matching.group != nil
        var result = many.filter { !included.contains($0.key) && (isMatched($0.key) || keepsMany) }
        for (label, matchers) in one where isMatched(label) || included.contains(label) {
            result[label, default: []] += matchers
        }
        return result
    }

    /// Whether no value satisfies both lists: proved where one lists its values, or the other is its negation.
    static func exclude(_ one: [Matcher], _ other: [Matcher]) -> Bool {
        for (listing, rest) in [(one, one + other), (other, one + other)] {
            for matcher in listing {
                guard let values = matcher.possibleValues else { continue }
                if !values.contains(where: { value in rest.allSatisfy { $0.matches(value) } }) { return true }
            }
        }
        for matcher in one {
            for opposite in other where matcher.bytes == opposite.bytes {
                if matcher.type.isRegex == opposite.type.isRegex, matcher.type.isNegative != opposite.type.isNegative {
                    return true
                }
            }
        }
        return PatternDisjointness.prove(one, other)
    }
}
