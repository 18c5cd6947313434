import Regex

/// Follows a list with what each label's value can be, and what is known to match.
struct ReachWalk {
    private let steps: [RelabelStep]
    /// Of every label that a step names.
    private var domains: [[UInt8]: LabelDomain] = [:]
    /// What an earlier keep or drop left no doubt about.
    private var facts: [(step: Int, isMatch: Bool)] = []
    private var reach = RelabelReach()

    /// Joined values tried out to decide about a pattern, at most.
    private static let trialLimit = 1000

    init(_ relabelling: Relabelling, _ labels: [String: Set<String>]) {
        steps = relabelling.steps
        for step in steps {
            for name in step.inputs + [step.rule.targetLabel] { domains[name] = .anything }
        }
        for (name, values) in labels { domains[Array(name.utf8)] = .exactly(Set(values.map { Array($0.utf8) })) }
    }

    mutating func run() -> RelabelReach {
        for index in steps.indices {
            if let dropsAll = reach.dropsAll {
                reach.dead[index] = .unreachable(after: dropsAll)
                continue
            }
            follow(index)
        }
        for index in steps.indices.dropLast() where reach.dead[index] == nil && isOverwritten(index) {
            reach.dead[index] = .overwritten(by: index + 1)
        }
        return reach
    }

    private mutating func follow(_ index: Int) {
        let step = steps[index]
        if step.isConditional { return followConditional(index, step) }
        switch step.action {
        case .keep, .drop, .keepMetrics, .dropMetrics: followFilter(index, step)
        case .keepIfEqual, .dropIfEqual, .keepIfContains, .dropIfContains: reach.mayDrop.append(index)
        case .keepequal, .dropequal:
            if step.rule.sourceLabels == [step.rule.targetLabel] {
                if step.action == .dropequal { dropAll(index) } else { reach.dead[index] = .alwaysMatches }
            } else {
                reach.mayDrop.append(index)
            }
        case .replace:
            let isMatch = isMatch(step)
            if isMatch == false { reach.dead[index] = .neverMatches } else { write(step, isCertain: isMatch == true) }
        case .hashmod, .lowercase, .uppercase: write(step, isCertain: true)
        case .replaceAll: write(step, isCertain: false)
        case .labelmap, .labelmapAll: forget()
        case .labeldrop, .labelkeep: followRemoval(index, step)
        case .graphite: break
        }
    }

    /// Of a rule that is for some series alone nothing is concluded.
    private mutating func followConditional(_ index: Int, _ step: RelabelStep) {
        if step.action.dropsSeries {
            reach.mayDrop.append(index)
        } else if step.action.writesTarget {
            write(step, isCertain: false)
        } else {
            forget()
        }
    }

    private mutating func dropAll(_ index: Int) {
        reach.mayDrop.append(index)
        reach.dropsAll = index
    }

    private mutating func followFilter(_ index: Int, _ step: RelabelStep) {
        let drops = !step.action.isKeep
        if let isMatch = isMatch(step) {
            if isMatch == drops { return dropAll(index) }
            reach.dead[index] = drops ? .neverMatches : .alwaysMatches
            return
        }
        reach.mayDrop.append(index)
        facts.append((index, !drops))
        guard step.sources.count == 1, let domain = domains[step.sources[0]] else { return }
        let name = step.sources[0]
        if let values = domain.values {
            domains[name] = .exactly(values.filter { step.regex.matches($0) != drops })
        } else if let only = step.regex.onlyValues {
            let values = Set(only.map { Array($0.utf8) })
            domains[name] = drops ? domain.dropping(values) : domain.keeping(values)
        }
    }

    /// Whether the pattern matches every joined value that can occur here (true), or none (false).
    private func isMatch(_ step: RelabelStep) -> Bool? {
        if step.matchesEverything { return true }
        let fact = facts.first { fact in
            let earlier = steps[fact.step].rule
            return steps[fact.step].sources == step.sources && earlier.separator == step.rule.separator
                && earlier.regex.utf8.elementsEqual(step.rule.regex.utf8)
        }
        if let fact { return fact.isMatch }
        if let joined = joinedValues(step) {
            let matches = joined.filter { step.regex.matches($0) }.count
            return matches == joined.count ? true : matches == 0 ? false : nil
        }
        guard step.sources.count == 1, let domain = domains[step.sources[0]],
            let only = step.regex.onlyValues
        else { return nil }
        return only.contains { domain.contains(Array($0.utf8)) } ? nil : false
    }

    /// All values that the source labels can have, joined; nil if that is not known, or they are too many.
    private func joinedValues(_ step: RelabelStep) -> [[UInt8]]? {
        var joined: [[UInt8]] = [[]]
        for (position, name) in step.sources.enumerated() {
            guard let values = domains[name]?.values, !values.isEmpty, joined.count * values.count <= Self.trialLimit
            else { return nil }
            let separator = position > 0 ? step.rule.separator : []
            joined = joined.flatMap { start in values.map { start + separator + $0 } }
        }
        return joined
    }

    private mutating func write(_ step: RelabelStep, isCertain: Bool) {
        guard let target = step.fixedTarget else { return forget() }
        // The target is `$$x` or the like, and no valid name.
        guard step.rule.language == .vmagent || step.scheme.accepts(target) else { return }
        let constant = step.action == .replace ? step.constantReplacement : nil
        if let constant {
            let before = domains[target] ?? .anything
            domains[target] = isCertain ? .exactly([constant]) : before.adding(constant)
        } else {
            domains[target] = .anything
        }
        facts.removeAll { steps[$0.step].sources.contains(target) }
    }

    /// Any label may have been set.
    private mutating func forget() {
        for name in domains.keys { domains[name] = .anything }
        facts.removeAll()
    }

    private mutating func followRemoval(_ index: Int, _ step: RelabelStep) {
        let removes = step.action == .labeldrop
        let earlier = (0..<index).last {
            steps[$0].action == step.action && !steps[$0].isConditional && reach.dead[$0] == nil
        }
        if let earlier, steps[earlier].rule.regex.utf8.elementsEqual(step.rule.regex.utf8),
            !steps[earlier..<index].contains(where: {
                $0.action.writesTarget || $0.action == .labelmap || $0.action == .labelmapAll
            })
        {
            reach.dead[index] = .nothingLeft(after: earlier)
            return
        }
        for name in domains.keys where step.regex.matches(name) == removes {
            domains[name] = .absent
            facts.removeAll { steps[$0.step].sources.contains(name) }
        }
    }

    /// Whether the next step sets the label that this one sets, in any case and without reading it.
    private func isOverwritten(_ index: Int) -> Bool {
        let (step, next) = (steps[index], steps[index + 1])
        guard step.action.writesTarget, next.action.writesTarget, let target = step.fixedTarget,
            next.fixedTarget == target, !next.inputs.contains(target), !next.isConditional, next.action != .replaceAll
        else { return false }
        return next.action != .replace || next.matchesEverything
    }
}

extension RelabelStep {
    /// Whether the pattern is one of those that match whatever there is. A `replace` sets its label then, if its name is
    /// valid.
    var matchesEverything: Bool {
        ["(.*)", ".*", "^.*$", "^(.*)$", "(?s).*", "(?:.*)"].contains { $0.utf8.elementsEqual(rule.regex.utf8) }
            && (fixedTarget.map { scheme.accepts($0) } ?? true)
    }
}
