import PromQL
import Regex

extension UsageQuery {
    /// What one selector of the query reads; `nil` if that can be any metric.
    func reader(of usage: SelectorUsage) -> UsageReader? {
        guard let metric = metric(of: usage.selector) else { return nil }
        var demand = demand(usage.demand)
        var matched: Set<String> = []
        var matchers: [Matcher] = []
        for matcher in usage.selector.matchers where matcher.name != Matcher.nameLabel {
            if let names = resolutions(ofName: matcher.name) {
                matched.formUnion(names)
            } else {
                demand = demand.adding(.unknown, at: usage.range)
            }
            if !isMasked, !hasVariable(matcher) { matchers.append(matcher) }
        }
        return UsageReader(
            kind: kind, owner: owner, path: path, fileRange: place(usage.range), through: [], metric: metric,
            matchers: matchers, matchedLabels: matched, demand: demand, passedMatchers: [], line: line)
    }

    private func hasVariable(_ matcher: Matcher) -> Bool {
        guard !placeholders.isEmpty else { return false }
        return variables(inName: matcher.value) != nil || variables(inName: matcher.name) != nil
    }

    /// The demand with labels in place of variables.
    private func demand(_ demand: LabelDemand) -> LabelDemand {
        var wholes = demand.wholes
        if isMasked || placeholders.contains(where: { $0.role == .function || $0.role == .syntax }) {
            wholes.append(.init(.unknown, at: expression.range))
        }
        if placeholders.isEmpty { return LabelDemand(reads: demand.reads, wholes: wholes) }
        var reads: [LabelDemand.Read] = []
        for read in demand.reads {
            if let names = resolutions(ofName: read.label) {
                reads += names.map { .init($0, read.reason, at: read.range) }
            } else {
                wholes.append(.init(.unknown, at: read.range))
            }
        }
        // What is excepted must be so whatever the variables stand for.
        wholes = wholes.map { whole in
            .init(whole.reason, at: whole.range, except: whole.except.filter { variables(inName: $0) == nil })
        }
        return LabelDemand(reads: reads, wholes: wholes)
    }

    // MARK: Names

    private func metric(of selector: Selector) -> MetricPattern? {
        var names: [String]?
        var conditions: [Matcher] = []
        var isUnknown = false
        for matcher in selector.matchers where matcher.name == Matcher.nameLabel {
            if variables(inName: matcher.value) == nil {
                let listed = matcher.type == .equal ? [matcher.value] : matcher.regex?.onlyValues
                if matcher.type == .equal || matcher.type == .regex, names == nil, let listed {
                    names = listed
                } else {
                    conditions.append(matcher)
                }
                continue
            }
            guard matcher.type == .equal || matcher.type == .regex else { continue }
            if let listed = resolutions(ofName: matcher.value), listed.allSatisfy(\.isPlainName), names == nil {
                names = listed
            } else if let pattern = pattern(ofName: matcher.value) {
                conditions.append(pattern)
            } else {
                isUnknown = true
            }
        }
        if isUnknown, names == nil, conditions.isEmpty { return nil }
        return MetricPattern(names: names, matchers: isMasked ? [] : conditions)
    }
}

extension String {
    fileprivate var isPlainName: Bool { utf8.allSatisfy { $0.isWord || $0 == 0x3a } }
}

extension LabelDemand {
    func adding(_ reason: Whole.Reason, at range: Range<Int>) -> LabelDemand {
        LabelDemand(reads: reads, wholes: wholes + [.init(reason, at: range)])
    }

    /// The same demand on what a rule writes down, without the labels that the rule sets itself.
    func passedOn(to rule: RecordedRule, with matched: Set<String>) -> LabelDemand {
        let set = Set(rule.labels.keys).union([Matcher.nameLabel])
        let names = Set(reads.map(\.label)).union(matched).subtracting(set)
        let range = rule.query.expression.range
        return LabelDemand(
            reads: names.sorted().map { .init($0, .outside, at: range) },
            wholes: wholes.map { .init($0.reason, at: range, except: $0.except.union(set)) })
    }
}
