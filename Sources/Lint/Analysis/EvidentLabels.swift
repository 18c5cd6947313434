import PromQL
import Regex

// What can be told of labels at a glance. Most rules are as simple as that, and following every label through an
// expression takes longer than all else that is asked of it.

extension Expression {
    /// Whether its result may well have a label, by the look of its operators; `false` if that takes more than a look.
    func evidentlyKeeps(_ label: String) -> Bool {
        guard !label.isReserved else { return false }
        var budget = 64
        return keeps(label, &budget)
    }

    /// - Parameter budget: Parts that may yet be looked at; it bounds the recursion, too.
    private func keeps(_ label: String, _ budget: inout Int) -> Bool {
        budget -= 1
        guard budget > 0 else { return false }
        switch kind {
        case .vector(let vector): return vector.selector.allows(label)
        case .range(let range): return range.vector.selector.allows(label)
        case .parentheses(let inner): return inner.keeps(label, &budget)
        case .call(let call):
            guard call.function.takesIncrease, let argument = call.arguments.first else { return false }
            return argument.keeps(label, &budget)
        case .aggregation(let aggregation):
            let isNamed = aggregation.grouping.labels.contains { $0.name == label }
            guard aggregation.aggregator != .countValues,
                aggregation.aggregator.selectsSeries || isNamed != aggregation.grouping.isWithout
            else { return false }
            return aggregation.expression.keeps(label, &budget)
        case .binary(let operation):
            switch (operation.left.type, operation.right.type) {
            case (.vector, .scalar): return operation.left.keeps(label, &budget)
            case (.scalar, .vector): return operation.right.keeps(label, &budget)
            case (.vector, .vector):
                return operation.matching.keeps(label) && operation.left.keeps(label, &budget)
                    && operation.right.keeps(label, &budget)
            default: return false
            }
        case .number, .string, .subquery, .unary: return false
        }
    }

    /// If it is an aggregation of what a selector finds, or of its rate: the labels it is by, and the selector.
    fileprivate var evidentSide: (labels: [Grouping.Label], selector: Selector)? {
        guard case .aggregation(let aggregation) = unwrapped.kind, !aggregation.grouping.isWithout,
            aggregation.aggregator != .countValues, !aggregation.aggregator.selectsSeries
        else { return nil }
        var operand = aggregation.expression.unwrapped
        if case .call(let call) = operand.kind {
            guard call.function.takesIncrease, let argument = call.arguments.first else { return nil }
            operand = argument.unwrapped
        }
        let labels = aggregation.grouping.labels
        let selector: Selector
        switch operand.kind {
        case .vector(let vector): selector = vector.selector
        case .range(let range): selector = range.vector.selector
        default: return nil
        }
        // Those of many labels are not told apart.
        guard labels.count + selector.matchers.count <= 24 else { return nil }
        return (labels, selector)
    }
}

extension BinaryOperation {
    /// Whether it is between vectors, so that series have to find each other.
    var isJoin: Bool { left.type == .vector && right.type == .vector }

    /// Whether both sides are aggregated so that they have all labels that are compared, with no values that contradict
    /// each other; `false` if that takes more than a look.
    var evidentlyMatches: Bool {
        guard matching.include.isEmpty, let one = left.evidentSide, let other = right.evidentSide else { return false }
        func agree(_ label: String) -> Bool {
            !label.isReserved && one.labels.contains { $0.name == label }
                && other.labels.contains { $0.name == label }
                && one.selector.agrees(with: other.selector, on: label)
        }
        if matching.isOn { return matching.labels.allSatisfy { agree($0.name) } }
        return matching.labels.isEmpty && one.labels.allSatisfy { agree($0.name) }
            && other.labels.allSatisfy { label in one.labels.contains { $0.name == label.name } }
    }
}

extension String {
    /// Whether it is the name of a label that Prometheus keeps for itself.
    fileprivate var isReserved: Bool { utf8.first == UInt8(ascii: "_") && hasPrefix("__") }
}

extension VectorMatching {
    /// Whether a label that both sides have is compared, and stays.
    fileprivate func keeps(_ label: String) -> Bool {
        guard include.isEmpty, fillLeft == nil, fillRight == nil else { return false }
        return isOn ? labels.contains { $0.name == label } : labels.isEmpty
    }
}

extension Selector {
    /// Whether what it finds may have a label.
    fileprivate func allows(_ label: String) -> Bool {
        matchers.allSatisfy { matcher in
            guard matcher.name == label else { return true }
            switch matcher.type {
            case .equal: return !matcher.bytes.isEmpty
            case .regex: return matcher.regex?.onlyValues?.contains { !$0.isEmpty } ?? true
            case .notEqual, .notRegex: return true
            }
        }
    }

    /// Whether both allow a label, and the values of it are fixed by one of them at most, or by both alike.
    fileprivate func agrees(with other: Selector, on label: String) -> Bool {
        guard allows(label), other.allows(label) else { return false }
        guard names(label), other.names(label) else { return true }
        let (ours, theirs) = (fixing(label), other.fixing(label))
        return ours.isEmpty || theirs.isEmpty || ours == theirs
    }

    private func names(_ label: String) -> Bool { matchers.contains { $0.name == label } }

    private func fixing(_ label: String) -> [Matcher] {
        matchers.filter { $0.name == label && ($0.type == .equal || $0.type == .regex) }
    }
}
