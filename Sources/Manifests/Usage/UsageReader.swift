package import PromQL

/// Something that reads series, and which series and labels those are.
package struct UsageReader: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case recordingRule = "recording rule"
        case alert
        /// A query that an alert's text makes.
        case template
        case panel
        case variable
        case annotation
        case queryLog = "query log"
        /// A unit test of rules, which reads what the test itself makes up.
        case ruleTest = "unit test"

        /// Whether somebody looks at what it reads; a recording rule only writes it down.
        package var isEnd: Bool { self != .recordingRule && self != .ruleTest }
    }

    package let kind: Kind
    /// Who it is, in words: `alert "X"`, `panel "CPU", dashboard "Nodes"`.
    package let owner: String
    /// As the file was named.
    package let path: String
    /// Bytes of the file: the selector it reads with. Of what it reads through recording rules, the first selector.
    package let fileRange: Range<Int>
    /// The recording rules through which it reads, the one that it names itself first.
    package let through: [String]
    /// The metrics it selects.
    package let metric: MetricPattern
    /// What it asks of the series, the metric's name aside. Those with a variable in their value are not among them.
    package let matchers: [Matcher]
    /// Every label that its matchers name.
    package let matchedLabels: Set<String>
    /// What it does with the labels of the series.
    package let demand: LabelDemand
    /// What readers further down ask of labels that pass through this far unchanged.
    package let passedMatchers: [Matcher]
    /// Where the file is not kept as text: the line, counted from 1.
    package var line: Int?

    /// How much a label matters to it.
    package func need(of label: String) -> LabelNeed {
        if matchedLabels.contains(label) || demand.reads.contains(where: { $0.label == label }) { return .named }
        let wholes = demand.wholes.filter { !$0.except.contains(label) }
        if wholes.isEmpty { return .none }
        return wholes.allSatisfy { $0.reason == .result } ? .shown : .compared
    }

    /// Whether series with this value of a label are among those it reads.
    package func reads(_ value: String, of label: String) -> Bool {
        if matchers.contains(where: { $0.name == label && !$0.matches(value) }) { return false }
        guard isOnlyPassed(label) else { return true }
        return !passedMatchers.contains { $0.name == label && !$0.matches(value) }
    }

    /// Whether the label gets through to what is further down, and no value of it has a say in what happens to others. A
    /// label that is aggregated away does not: what asks for it further down finds it empty.
    private func isOnlyPassed(_ label: String) -> Bool {
        let reads = demand.reads.filter { $0.label == label }
        return reads.contains { $0.reason == .outside || $0.reason == .grouping }
            && reads.allSatisfy { $0.reason == .outside || $0.reason == .grouping }
            && demand.wholes.allSatisfy { $0.except.contains(label) || $0.reason == .result || $0.reason == .without }
    }
}

/// How much a label matters to a reader, least first.
package enum LabelNeed: Int, Sendable, Comparable {
    /// It makes no difference.
    case none
    /// It is among the labels of the result, for a person to see.
    case shown
    /// Series that differ in it are kept apart, or have to agree in it: `without`, a join, a histogram.
    case compared
    /// It is read by its name.
    case named

    package static func < (one: LabelNeed, other: LabelNeed) -> Bool { one.rawValue < other.rawValue }
}

/// Which metrics a reader selects, by what it asks of their names.
package struct MetricPattern: Sendable {
    /// `nil` if they are not a list.
    package let names: [String]?
    /// Conditions on the name that hold besides.
    package let matchers: [Matcher]

    package init(names: [String]?, matchers: [Matcher]) {
        self.names = names
        self.matchers = matchers
    }

    /// Whether it asks nothing of the name: `{job="x"}` selects whatever that job has.
    package var isAny: Bool { names == nil && matchers.isEmpty }

    /// Whether it is known to match every name: what is read through rules is read directly, too.
    package var isEverything: Bool {
        names == nil && matchers.allSatisfy { $0.type == .regex && [".+", ".*", "^.+$", "^.*$"].contains($0.value) }
    }

    package func matches(_ metric: String) -> Bool {
        if let names, !names.contains(metric) { return false }
        return matchers.allSatisfy { $0.matches(metric) }
    }
}

/// Something that may read any series.
package struct UnknownReader: Sendable {
    /// Who it is, in words, and why it is not known what it reads.
    package let owner: String
    package let reason: String
    package let path: String
    /// Bytes of the file.
    package let fileRange: Range<Int>
    /// Where the file is not kept as text: the line, counted from 1.
    package var line: Int?
}
