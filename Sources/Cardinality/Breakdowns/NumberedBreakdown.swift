import PromQL

/// A breakdown in the numbers of one symbol space.
struct NumberedBreakdown: Sendable {
    let matchers: [NumberedMatcher]
    /// Numbers of the labels' names, nil for one that no series has.
    let names: [UInt32?]

    init(_ breakdown: SeriesBreakdown, number: ([UInt8]) -> UInt32?) {
        matchers = breakdown.matchers.map { NumberedMatcher($0, number: number) }
        names = breakdown.by.map { number(Array($0.utf8)) }
    }

    init(matchers: [NumberedMatcher], names: [UInt32?]) {
        self.matchers = matchers
        self.names = names
    }

    /// Names of the labels that have to be known to answer it, `__name__` perhaps among them.
    var labels: [UInt32] { matchers.compactMap(\.name) + names.compactMap { $0 } }
}

/// A matcher in the numbers of one symbol space.
struct NumberedMatcher: Sendable {
    let matcher: Matcher
    /// Number of the label's name, nil when no series has such a label.
    let name: UInt32?
    /// Of `=` and `!=`: the number of the value, nil when no series has it.
    let value: UInt32?
    /// Whether a series without the label is accepted.
    let acceptsMissing: Bool

    init(_ matcher: Matcher, number: ([UInt8]) -> UInt32?) {
        self.matcher = matcher
        name = number(Array(matcher.name.utf8))
        value = matcher.isPattern ? nil : number(matcher.bytes)
        acceptsMissing = matcher.matchesEmpty
    }
}

extension Matcher {
    /// Whether it takes a regular expression to decide.
    var isPattern: Bool { type == .regex || type == .notRegex }
}

/// What matchers say of values, remembered. Each thread has its own.
struct MatcherVerdicts: ~Copyable {
    private let symbols: SymbolSpace
    private let matchers: [NumberedMatcher]
    /// By matcher and value, two bits each: 0 not asked yet, 1 accepted, 2 refused. Empty for what needs no asking.
    private var answers: [[UInt64]]
    private static let perWord = 32

    init(_ matchers: [NumberedMatcher], _ symbols: SymbolSpace) {
        self.symbols = symbols
        self.matchers = matchers
        answers = matchers.map { matcher in
            guard matcher.matcher.isPattern, matcher.name != nil else { return [] }
            return [UInt64](repeating: 0, count: symbols.count / Self.perWord + 1)
        }
    }

    /// Bytes that the answers take.
    static func memory(_ matchers: [NumberedMatcher], symbols: Int) -> Int {
        matchers.count { $0.matcher.isPattern && $0.name != nil } * (symbols / perWord + 1) * 8
    }

    /// Whether a matcher accepts the value; `LabelHash.absent` stands for a missing label.
    @inline(__always)
    mutating func accepts(_ value: UInt32, _ matcher: Int) -> Bool {
        if value == LabelHash.absent { return matchers[matcher].acceptsMissing }
        switch matchers[matcher].matcher.type {
        case .equal: return value == matchers[matcher].value
        case .notEqual: return value != matchers[matcher].value
        case .regex, .notRegex: return asks(value, matcher)
        }
    }

    private mutating func asks(_ value: UInt32, _ matcher: Int) -> Bool {
        let (word, shift) = (Int(value) / Self.perWord, UInt64(Int(value) % Self.perWord * 2))
        let known = answers[matcher][word] >> shift & 3
        if known != 0 { return known == 1 }
        let isAccepted = symbols.withSymbol(value) { matchers[matcher].matcher.matches($0) }
        answers[matcher][word] |= (isAccepted ? 1 : 2) << shift
        return isAccepted
    }
}
