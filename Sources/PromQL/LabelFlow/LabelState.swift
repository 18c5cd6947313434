/// What is known of one label over all series of a result.
///
/// Everything said is certain; where nothing is, the label is `possible` and its values are unknown.
package struct LabelState: Sendable, Equatable {
    package enum Presence: Sendable {
        /// No series has it.
        case absent
        /// Some may have it, some may not.
        case possible
        /// Every series has it, with a value that is not empty.
        case present
    }

    package let presence: Presence
    /// Every value it can have where it is present, sorted; `nil` if they are not known.
    package let values: [String]?
    /// What took it away, innermost first: at least one cause if it is absent, and perhaps some if it is possible.
    package let removals: [LabelRemoval]

    static let unknown = LabelState(presence: .possible, values: nil, removals: [])

    static func absent(_ removal: LabelRemoval) -> LabelState {
        LabelState(presence: .absent, values: [], removals: [removal])
    }

    static func present(_ values: [String]? = nil) -> LabelState {
        LabelState(presence: .present, values: values, removals: [])
    }

    package var canBePresent: Bool { presence != .absent }
    package var canBeAbsent: Bool { presence != .present }

    /// The value, if it is always the same.
    package var constant: String? {
        guard presence == .present, let values, values.count == 1 else { return nil }
        return values[0]
    }

    /// What holds of series that are of one kind or the other.
    func union(_ other: LabelState) -> LabelState {
        if self == other { return self }
        var all: [String]?
        if let values, let more = other.values { all = Self.joined(values, more) }
        return LabelState(
            presence: presence == other.presence ? presence : .possible, values: all,
            removals: Array((removals + other.removals.filter { !removals.contains($0) }).prefix(8)))
    }

    /// What holds of series of which both are true; `nil` if there can be none.
    func intersection(_ other: LabelState) -> LabelState? {
        switch (presence, other.presence) {
        case (.absent, .present), (.present, .absent): return nil
        case (.absent, _): return self
        case (_, .absent): return other
        default: break
        }
        var common = values ?? other.values
        if let values, let more = other.values { common = values.filter(Set(more).contains) }
        let isPresent = presence == .present || other.presence == .present
        if common?.isEmpty == true, isPresent { return nil }
        return LabelState(
            presence: isPresent ? .present : .possible, values: common, removals: isPresent ? [] : removals)
    }

    /// Values beyond which a label's are not followed, so that the time it takes stays in proportion to the text.
    private static let valueLimit = 100

    private static func joined(_ values: [String], _ more: [String]) -> [String]? {
        if values.isEmpty || values == more { return more }
        if more.isEmpty { return values }
        let all = Set(values).union(more)
        return all.count > valueLimit ? nil : all.sorted()
    }
}

/// What took a label away, and where.
package struct LabelRemoval: Sendable, Equatable {
    package enum Cause: Sendable {
        /// `sum by (job)`, `sum without (job)`, `sum`.
        case aggregation
        /// `on (job)`, `ignoring (job)` between operands of which each series has one partner.
        case matching
        /// `group_left (job)`, where the other side has no `job`.
        case include
        /// Only of `__name__`, `__type__` and `__unit__`: functions and operators make another metric of a metric.
        case name
        /// `histogram_quantile()` and the like, `label_replace()`, `label_join()`, `absent()`.
        case function
        /// A matcher for the empty value: `{job=""}`.
        case matcher
        /// There never were labels: numbers, `vector()`.
        case number
    }

    /// The construct, for whoever wants it in words.
    enum Construct: Sendable {
        case text(String)
        case aggregation(Aggregation)
        case call(Call)
        /// The operator itself.
        case operation(BinaryOperation)
        /// The labels that it compares.
        case matching(BinaryOperation)
    }

    package let cause: Cause
    private let construct: Construct
    /// Its bytes in the expression.
    package let range: Range<Int>

    init(cause: Cause, _ construct: Construct, range: Range<Int>) {
        self.cause = cause
        self.construct = construct
        self.range = range
    }

    /// The construct in canonical words: `sum by (job)`, `histogram_quantile()`.
    package var words: String {
        switch construct {
        case .text(let text): text
        case .aggregation(let aggregation): aggregation.headline
        case .call(let call): "\(call.function.name)()"
        case .operation(let operation): operation.symbol.rawValue + (operation.returnsBool ? " bool" : "")
        case .matching(let operation): operation.matching.words
        }
    }

    /// Within one expression the place says which construct it is.
    package static func == (one: LabelRemoval, other: LabelRemoval) -> Bool {
        one.range == other.range && one.cause == other.cause
    }
}
