import Manifests
import PromQL
import Threading

/// Which rule reads what which recording rule writes.
struct RuleGraph {
    /// A selector in a rule's expression that selects what recording rules record.
    struct Read: Sendable {
        let vector: VectorSelector
        /// Positions in `Project.rules` of the rules that record it.
        let recordings: [Int]

        /// Bytes of the expression.
        var range: Range<Int> { vector.selector.range }
        /// Whether it reads what is current when the rule is evaluated.
        var isCurrent: Bool { vector.time.offset == nil && vector.time.at == nil }
    }

    let rules: [PlacedRule]
    let recordings: [String: [Int]]
    /// For each rule of the project.
    let reads: [[Read]]

    init(rules: [PlacedRule], recordings: [String: [Int]], threads: Int) {
        self.rules = rules
        self.recordings = recordings
        guard !recordings.isEmpty else {
            reads = Array(repeating: [], count: rules.count)
            return
        }
        let names = recordings.keys.sorted()
        reads = Threads.map(0..<rules.count, threads: threads, atLeast: 256) { index in
            rules[index].rule.parts.selectors.compactMap { vector in
                let found = Self.recordings(selectedBy: vector.selector, rules, recordings, names)
                return found.isEmpty ? nil : Read(vector: vector, recordings: found)
            }
        }
    }

    /// Rules whose results a selector can select: by name, and by the labels the rules fix.
    private static func recordings(
        selectedBy selector: Selector, _ rules: [PlacedRule], _ recordings: [String: [Int]], _ names: [String]
    ) -> [Int] {
        var found: [Int] = []
        if let name = selector.name {
            found = recordings[name] ?? []
        } else if let fixed = selector.metricNames {
            for name in fixed { found += recordings[name] ?? [] }
        } else {
            let matchers = selector.matchers.filter { $0.name == Matcher.nameLabel }
            // A selector without a name reads everything, which tells nothing of any one rule.
            guard !matchers.isEmpty else { return [] }
            for name in names where matchers.allSatisfy({ $0.matches(name) }) { found += recordings[name] ?? [] }
        }
        return found.filter { canHave(selector, rules[$0].labels) }
    }

    private static func canHave(_ selector: Selector, _ labels: [String: String]) -> Bool {
        selector.matchers.allSatisfy { matcher in labels[matcher.name].map { matcher.matches($0) } ?? true }
    }
}
