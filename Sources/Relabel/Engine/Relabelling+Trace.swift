import Regex

/// What each step does to one series, for a person to follow.
package struct RelabelTrace: Sendable {
    package struct Step: Sendable {
        /// Index into the rules.
        package let index: Int
        package let action: Action
        /// Values of the source labels, joined; nil for an action that looks at names.
        package let joined: [UInt8]?
        /// Whether vmagent's `if` holds; nil for a rule without one.
        package let meetsCondition: Bool?
        /// Whether the pattern matches, or for keepequal and dropequal whether the values are equal. For actions on names,
        /// whether it matches any; hashmod, lowercase and uppercase always do.
        package let isMatch: Bool
        /// What the groups of the match hold, the whole match first; nil for a group that took no part.
        package let captures: [[UInt8]?]
        /// The pattern's names of these groups, empty for one without.
        package let captureNames: [String]
        /// Names that the pattern matches, for an action that looks at names.
        package let matchedNames: [[UInt8]]
        /// `replace` matched, but its target label expands to this, which is no valid name, so nothing happens.
        package let invalidTarget: [UInt8]?
        package let before: [Label]
        /// Nil when the step drops the series.
        package let after: [Label]?
    }

    /// Up to the step that drops the series, if one does.
    package let steps: [Step]
    package let outcome: Relabelling.Outcome
}

extension Relabelling {
    package func trace(_ labels: [Label]) -> RelabelTrace {
        var edit = LabelEdit(labels)
        var traced: [RelabelTrace.Step] = []
        for (index, step) in steps.enumerated() {
            let before = edit
            let isKept = step.apply(&edit)
            traced.append(step.traced(index, before, isKept ? edit.sorted : nil))
            if !isKept { return RelabelTrace(steps: traced, outcome: .dropped(step: index)) }
        }
        return RelabelTrace(steps: traced, outcome: .kept(edit.sorted))
    }
}

extension RelabelStep {
    fileprivate func traced(_ index: Int, _ before: LabelEdit, _ after: [Label]?) -> RelabelTrace.Step {
        var groups: [Range<Int>?] = []
        var isMatch = true
        var names: [[UInt8]] = []
        var invalidTarget: [UInt8]?
        let joined = action.matchesNames ? nil : joined(before)
        let meetsCondition = rule.condition.map { condition in condition.holds(for: condition.labels.map { before[$0] })
        }
        switch action {
        case .replace, .keep, .drop, .keepMetrics, .dropMetrics:
            isMatch = (joined ?? []).withUnsafeBytes { regex.match($0, groups: &groups) }
        case .keepequal, .dropequal: isMatch = before[rule.targetLabel] == joined
        case .labelmap, .labeldrop, .labelkeep:
            names = before.sorted.map(\.name).filter { action == .labelmap ? mapped($0) != nil : regex.matches($0) }
            isMatch = !names.isEmpty
        case .labelmapAll:
            names = before.sorted.map(\.name).filter { replacingAll($0) != $0 }
            isMatch = !names.isEmpty
        case .replaceAll: isMatch = joined.map { replacingAll($0) != $0 } ?? false
        case .keepIfEqual, .dropIfEqual, .keepIfContains, .dropIfContains:
            isMatch = vmagentResult(inputs.map { before[$0] }) == .matched(true)
        case .hashmod, .lowercase, .uppercase, .graphite: break
        }
        if meetsCondition == false { (isMatch, groups, names) = (false, [], []) }
        if action == .replace, isMatch {
            var name: [UInt8] = []
            (joined ?? []).withUnsafeBytes { target.expand($0, groups, into: &name) }
            if !(rule.language == .vmagent ? !name.isEmpty : scheme.accepts(name)) { invalidTarget = name }
        }
        return RelabelTrace.Step(
            index: index, action: action, joined: joined, meetsCondition: meetsCondition, isMatch: isMatch,
            captures: groups.map { range in range.map { Array((joined ?? [])[$0]) } },
            captureNames: groups.isEmpty ? [] : regex.groupNames, matchedNames: names, invalidTarget: invalidTarget,
            before: before.sorted, after: after)
    }
}
