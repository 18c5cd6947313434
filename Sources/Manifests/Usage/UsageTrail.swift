import PromQL

/// Follows what one query reads through the rules that write it.
struct UsageTrail {
    let rules: [RecordedRule]
    let byName: [String: [Int]]
    private(set) var readers: [UsageReader] = []
    /// Whether there was more to follow than is followed.
    private(set) var isCut = false
    private var visits: [Int: [Visit]] = [:]
    private var steps = 0

    private struct Visit: Equatable {
        let demand: LabelDemand
        let matchers: [Matcher]
    }

    /// Rules that read each other in turn.
    private static let depthLimit = 24
    /// Ways in which one query asks the same rule.
    private static let visitLimit = 64
    private static let stepLimit = 5000

    init(rules: [RecordedRule], byName: [String: [Int]]) {
        self.rules = rules
        self.byName = byName
    }

    mutating func follow(_ start: UsageReader) {
        var waiting = [start]
        while let reader = waiting.popLast() {
            for index in candidates(reader.metric) where rules[index].canBeRead(by: reader) {
                guard steps < Self.stepLimit, reader.through.count < Self.depthLimit else {
                    isCut = true
                    return
                }
                steps += 1
                let found = step(reader, through: index)
                readers += found
                waiting += found
            }
        }
    }

    private func candidates(_ metric: MetricPattern) -> [Int] {
        guard let names = metric.names else { return rules.indices.filter { metric.matches(rules[$0].name) } }
        return Set(names).filter(metric.matches).sorted().flatMap { byName[$0] ?? [] }
    }

    private mutating func step(_ reader: UsageReader, through index: Int) -> [UsageReader] {
        let rule = rules[index]
        let demand = reader.demand.passedOn(to: rule, with: reader.matchedLabels)
        var matchers: [Matcher] = []
        if rule.keepsValues {
            for matcher in reader.matchers + reader.passedMatchers
            where rule.labels[matcher.name] == nil && !matchers.contains(matcher) {
                matchers.append(matcher)
            }
        }
        let visit = Visit(demand: demand, matchers: matchers)
        var known = visits[index] ?? []
        if known.contains(visit) { return [] }
        guard known.count < Self.visitLimit else {
            isCut = true
            return []
        }
        known.append(visit)
        visits[index] = known
        return rule.query.expression.usage(needing: demand).compactMap { usage in
            guard let inner = rule.query.reader(of: usage) else { return nil }
            return UsageReader(
                kind: reader.kind, owner: reader.owner, path: reader.path, fileRange: reader.fileRange,
                through: reader.through + [rule.name], metric: inner.metric, matchers: inner.matchers,
                matchedLabels: inner.matchedLabels, demand: inner.demand, passedMatchers: matchers, line: reader.line)
        }
    }
}
