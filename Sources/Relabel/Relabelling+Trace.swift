import Regex

/// What each step does to one series, for a person to follow.
package struct RelabelTrace: Sendable {
    package struct Step: Sendable {
        /// Index into the rules.
        package let index: Int
        package let action: Action
        /// Values of the source labels, joined; nil for an action that looks at names.
        package let joined: [UInt8]?
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
        switch action {
        case .replace, .keep, .drop: isMatch = (joined ?? []).withUnsafeBytes { regex.match($0, groups: &groups) }
        case .keepequal, .dropequal: isMatch = before[rule.targetLabel] == joined
        case .labelmap, .labeldrop, .labelkeep:
            names = before.sorted.map(\.name).filter(regex.matches)
            isMatch = !names.isEmpty
        case .hashmod, .lowercase, .uppercase: break
        }
        if action == .replace, isMatch {
            var name: [UInt8] = []
            (joined ?? []).withUnsafeBytes { target.expand($0, groups, into: &name) }
            if !scheme.accepts(name) { invalidTarget = name }
        }
        return RelabelTrace.Step(
            index: index, action: action, joined: joined, isMatch: isMatch,
            captures: groups.map { range in range.map { Array((joined ?? [])[$0]) } },
            captureNames: groups.isEmpty ? [] : regex.groupNames, matchedNames: names, invalidTarget: invalidTarget,
            before: before.sorted, after: after)
    }
}
