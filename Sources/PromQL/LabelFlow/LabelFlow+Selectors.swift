import Regex

extension LabelFlow {
    /// The labels of the series that a selector may find.
    static func branch(of selector: Selector, at range: Range<Int>) -> LabelBranch {
        var branch = LabelBranch(range, rest: .unknown)
        for matcher in selector.matchers {
            let known = state(of: matcher, in: selector)
            branch[matcher.name] = branch[matcher.name].intersection(known) ?? branch[matcher.name]
        }
        branch.bound()
        return branch
    }

    /// What one matcher says of its label.
    private static func state(of matcher: Matcher, in selector: Selector) -> LabelState {
        let values: [String]? =
            switch matcher.type {
            case .equal: String(validating: matcher.bytes, as: UTF8.self).map { [$0] }
            case .regex: matcher.regex?.onlyValues
            case .notEqual, .notRegex: nil
            }
        let shown = values.map { $0.filter { !$0.isEmpty }.sorted() }
        if let shown, shown.isEmpty {
            let range = matcher.range.isEmpty ? selector.range : matcher.range
            return .absent(LabelRemoval(cause: .matcher, .text(matcher.description), range: range))
        }
        return LabelState(presence: matcher.matchesEmpty ? .possible : .present, values: shown, removals: [])
    }

    /// The labels of what `absent()` answers: those that one matcher, and an equality, names.
    ///
    /// As in Prometheus the order counts: an inequality takes away a label that came before it, and not one after it.
    static func absentBranch(of argument: Expression, _ removal: LabelRemoval, at range: Range<Int>) -> LabelBranch {
        var branch = LabelBranch(range, rest: .absent(removal))
        let selector: Selector
        switch argument.unwrapped.kind {
        case .vector(let vector): selector = vector.selector
        case .range(let samples): selector = samples.vector.selector
        default: return branch
        }
        var taken: Set<String> = []
        for matcher in selector.matchers where matcher.name != Matcher.nameLabel {
            if matcher.type == .equal, taken.insert(matcher.name).inserted, !matcher.bytes.isEmpty {
                branch[matcher.name] = .present(String(validating: matcher.bytes, as: UTF8.self).map { [$0] })
            } else {
                branch[matcher.name] = .absent(removal)
            }
        }
        return branch
    }
}
