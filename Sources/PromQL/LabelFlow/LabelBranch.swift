/// What is known of all labels of the series that come from one operand of `or`, or of all where there is no `or`.
package struct LabelBranch: Sendable, Equatable {
    /// The bytes of the operand.
    package internal(set) var range: Range<Int>
    /// The labels of which something is known that is not true of all others.
    private(set) var named: LabelTable
    /// What is known of every other label.
    private(set) var rest: LabelState

    init(_ range: Range<Int>, rest: LabelState, named: LabelTable = LabelTable()) {
        self.range = range
        self.rest = rest
        self.named = named
    }

    package internal(set) subscript(label: String) -> LabelState {
        get { named[label] ?? rest }
        set { named[label] = newValue }
    }

    /// The labels that may be there and are known by name; others may be there too if `isOpen`.
    package var labels: [String] { named.filter { $0.state.canBePresent && $0.state != rest }.map(\.label).sorted() }

    /// Whether labels may be there that the expression does not mention.
    package var isOpen: Bool { rest.canBePresent }

    // MARK: Changes

    /// Takes all labels away but these. What was absent keeps the cause it has.
    mutating func keep(_ labels: [String], _ removal: LabelRemoval) {
        let before = self
        for (label, state) in named where state.canBePresent { named[label] = .absent(removal) }
        for label in labels { named[label] = before[label] }
        if rest.canBePresent { rest = .absent(removal) }
    }

    mutating func remove(_ labels: some Sequence<String>, _ removal: LabelRemoval) {
        for label in labels where self[label].canBePresent { named[label] = .absent(removal) }
    }

    /// Takes the metric's name away, and what else says which metric it is.
    mutating func dropName(_ removal: LabelRemoval) { remove(Self.nameLabels, removal) }

    /// Makes it possible for every label to be there, but for those that are not for sure already.
    mutating func open(except labels: Set<String>) {
        for (label, state) in named where !labels.contains(label) { named[label] = state.opened }
        for label in labels where named[label] == nil { named[label] = rest }
        rest = rest.opened
    }

    mutating func open(_ label: String) { self[label] = self[label].opened }

    // MARK: Two at once

    /// Sets what is known of a label that has no state of its own yet.
    private mutating func set(_ label: String, _ state: LabelState) {
        if state != rest { named[label] = state }
    }

    func union(_ other: LabelBranch) -> LabelBranch {
        var result = LabelBranch(range, rest: rest.union(other.rest))
        for (label, state) in named { result.set(label, state.union(other[label])) }
        for (label, state) in other.named where named[label] == nil { result.set(label, rest.union(state)) }
        result.bound()
        return result
    }

    /// Adds what is known from another branch that has the same value of these labels. Where the two contradict each
    /// other there are no series at all, and nothing is added.
    mutating func agree(with other: LabelBranch, on labels: some Sequence<String>) {
        for label in labels { agree(label, with: other[label]) }
    }

    /// The same for every label but these.
    mutating func agree(with other: LabelBranch, ignoring labels: Set<String>) {
        let before = self
        if other.rest.saysSomething {
            for label in labels where named[label] == nil { named[label] = rest }
            for (label, state) in before.named where state.canBePresent && !labels.contains(label) {
                self[label] = state.intersection(other[label]) ?? state
            }
            rest = rest.intersection(other.rest) ?? rest
        }
        for (label, state) in other.named where !labels.contains(label) {
            if other.rest.saysSomething ? before.named[label] != nil : !state.saysSomething { continue }
            self[label] = before[label].intersection(state) ?? before[label]
        }
    }

    private mutating func agree(_ label: String, with state: LabelState) {
        let before = self[label]
        guard state.saysSomething, before.canBePresent else { return }
        self[label] = before.intersection(state) ?? before
    }

    private static let nameLimit = 64

    /// Knows the same of all labels once they are many, so that following labels takes time in proportion to the text.
    mutating func bound() {
        guard named.count > Self.nameLimit else { return }
        rest = named.reduce(rest) { $0.union($1.state) }
        named = LabelTable()
    }

    /// Labels that make up the name of a metric; Prometheus drops them together.
    static let nameLabels = [Matcher.nameLabel, "__type__", "__unit__"]
}

extension LabelState {
    /// Whether series that have a partner with this state are known better for it.
    fileprivate var saysSomething: Bool { presence != .possible || values != nil }

    fileprivate var opened: LabelState { presence == .present ? self : .unknown }
}
