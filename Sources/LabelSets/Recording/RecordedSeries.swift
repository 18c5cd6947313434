package import PromQL

/// A recording rule as far as its series are concerned.
package struct RecordingRule: Sendable {
    package let name: String
    /// What it sets, whatever the expression has.
    package let labels: [(name: String, value: String)]
    /// `nil` where it is not understood.
    package let expression: Expression?
    /// Names that recording rules record and this one reads.
    package let reads: Set<String>

    package init(
        name: String, labels: [(name: String, value: String)], expression: Expression?, reads: Set<String>
    ) {
        self.name = name
        self.labels = labels
        self.expression = expression
        self.reads = reads
    }
}

/// The series that recording rules write, found rule by rule in the order in which they read each other.
package struct RecordedSeries {
    /// The series of the sources, and those that the rules record.
    package private(set) var index: SeriesIndex
    /// Names whose series cannot be told: of rules in a circle, of expressions that are not understood.
    package private(set) var unknown: Set<String> = []

    /// - Parameter replacing: Whether what rules would write takes the place of series of that name that are there;
    ///   else those stay, and their rules are left out.
    package init(_ rules: [RecordingRule], over index: SeriesIndex, replacing: Bool = false) {
        self.index = index
        let rules = Dictionary(grouping: rules, by: \.name).filter { replacing || !index.hasMetric($0.key) }
        /// Names that the rules of a name read.
        var open = rules.mapValues { rules in rules.reduce(into: Set()) { $0.formUnion($1.reads) } }
        while true {
            let ready = open.filter { entry in entry.value.allSatisfy { open[$0] == nil } }.keys.sorted()
            if ready.isEmpty { break }
            var recorded: [RecordedMetric] = []
            for name in ready {
                open[name] = nil
                for rule in rules[name] ?? [] {
                    guard let expression = rule.expression else {
                        unknown.insert(name)
                        continue
                    }
                    let result = Evaluation(expression, over: self.index).result
                    recorded.append(RecordedMetric(name: name, labels: rule.labels, result: result))
                }
            }
            let added = self.index.adding(recorded, replacing: replacing)
            self.index = added.index
            unknown.formUnion(added.leftOut)
        }
        unknown.formUnion(open.keys)
    }
}
