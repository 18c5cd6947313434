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
            guard call.function.keepsLabels, let argument = call.arguments.first else { return false }
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

    /// What it is as a side of an operation, if that shows at a glance.
    fileprivate var evidentSide: EvidentSide? {
        var budget = 8
        guard case .aggregation(let aggregation) = unwrapped.kind else {
            return evidentSelectors(&budget).flatMap { EvidentSide(labels: nil, selectors: $0) }
        }
        guard !aggregation.grouping.isWithout, aggregation.aggregator != .countValues,
            !aggregation.aggregator.selectsSeries
        else { return nil }
        return aggregation.expression.evidentSelectors(&budget).flatMap {
            EvidentSide(labels: aggregation.grouping.labels, selectors: $0)
        }
    }

    /// The selectors whose series are the result, with all their labels but the name; `nil` if that takes more than a look.
    private func evidentSelectors(_ budget: inout Int) -> [Selector]? {
        budget -= 1
        guard budget > 0 else { return nil }
        switch unwrapped.kind {
        case .vector(let vector): return [vector.selector]
        case .range(let range): return [range.vector.selector]
        case .call(let call): return call.function.keepsLabels ? call.arguments.first?.evidentSelectors(&budget) : nil
        case .binary(let operation):
            guard operation.symbol.isComparison, !operation.returnsBool, operation.left.type == .vector,
                let selectors = operation.left.evidentSelectors(&budget)
            else { return nil }
            if operation.right.type == .scalar { return selectors }
            guard operation.matching.isPlain, let others = operation.right.evidentSelectors(&budget) else { return nil }
            return selectors + others
        default: return nil
        }
    }
}

/// What a side of an operation is at a glance.
private struct EvidentSide {
    /// Those it is aggregated by; `nil` for all that its series have.
    let labels: [Grouping.Label]?
    /// What finds its series.
    let selectors: [Selector]

    /// `nil` for one of many labels: those are not told apart.
    init?(labels: [Grouping.Label]?, selectors: [Selector]) {
        guard selectors.reduce(labels?.count ?? 0, { $0 + $1.matchers.count }) <= 24 else { return nil }
        self.labels = labels
        self.selectors = selectors
    }

    /// Whether it can have a label.
    func keeps(_ label: String) -> Bool { labels?.contains { $0.name == label } ?? true }

    /// Whether both can have a label, with no values that contradict each other.
    func agrees(with other: EvidentSide, on label: String) -> Bool {
        !label.isReserved && keeps(label) && other.keeps(label)
            && selectors.allSatisfy { one in other.selectors.allSatisfy { one.agrees(with: $0, on: label) } }
    }

    /// The same of every label that its selectors name; of those that they do not name nothing is known.
    func agreesOnNamed(with other: EvidentSide) -> Bool {
        selectors.allSatisfy { selector in
            selector.matchers.allSatisfy { $0.name == Matcher.nameLabel || agrees(with: other, on: $0.name) }
        }
    }
}

extension BinaryOperation {
    /// Whether it is between vectors, so that series have to find each other.
    var isJoin: Bool { left.type == .vector && right.type == .vector }

    /// Whether both sides can have all labels that are compared, with no values that contradict each other; `false` if that
    /// takes more than a look.
    var evidentlyMatches: Bool {
        guard matching.include.isEmpty, let one = left.evidentSide, let other = right.evidentSide else { return false }
        if matching.isOn { return matching.labels.allSatisfy { one.agrees(with: other, on: $0.name) } }
        guard matching.labels.isEmpty else { return false }
        switch (one.labels, other.labels) {
        case (let ours?, let theirs?):
            return ours.allSatisfy { one.agrees(with: other, on: $0.name) } && theirs.allSatisfy { one.keeps($0.name) }
        case (nil, nil): return one.agreesOnNamed(with: other) && other.agreesOnNamed(with: one)
        default: return false
        }
    }
}

extension String {
    /// Whether it is the name of a label that Prometheus keeps for itself.
    fileprivate var isReserved: Bool { utf8.first == UInt8(ascii: "_") && hasPrefix("__") }
}

extension VectorMatching {
    /// Whether it says nothing, so that all labels are compared and stay.
    fileprivate var isPlain: Bool {
        !isOn && labels.isEmpty && group == nil && fillLeft == nil && fillRight == nil
    }

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
        guard fixes(label), other.fixes(label) else { return true }
        return fixing(label) == other.fixing(label)
    }

    private func fixes(_ label: String) -> Bool { matchers.contains { $0.fixes(label) } }

    private func fixing(_ label: String) -> [Matcher] { matchers.filter { $0.fixes(label) } }
}

extension Matcher {
    /// Whether it says which values a label has.
    fileprivate func fixes(_ label: String) -> Bool { (type == .equal || type == .regex) && name == label }
}
