import Regex

/// What a step of vmagent's comes to for given values of its `inputs`.
enum VMAgentResult: Equatable {
    /// A condition that does not hold, or no match of something that sets a label: the series stays as it is.
    case untouched
    /// Of what drops series: whether it matches. Of what looks at names: whether its condition holds.
    case matched(Bool)
    /// It matches, but the label that it would set has no name.
    case invalidName
    /// An empty value deletes the label.
    case set(name: [UInt8], value: [UInt8])
}

extension RelabelStep {
    func vmagentResult(_ values: [[UInt8]]) -> VMAgentResult {
        let sourcesStart = rule.condition?.labels.count ?? 0
        if let condition = rule.condition, !condition.holds(for: values[..<sourcesStart]) {
            // `keep` drops what its condition leaves out, other actions let it pass.
            return action == .keep || action == .keepMetrics || action.matchesNames ? .matched(false) : .untouched
        }
        if action.matchesNames { return .matched(true) }
        let extrasStart = sourcesStart + sources.count
        let sourceValues = values[sourcesStart..<extrasStart]
        let extras = values[extrasStart...]
        switch action {
        case .keepIfEqual, .dropIfEqual:
            return .matched(sourceValues.allSatisfy { $0 == sourceValues.first })
        case .keepIfContains, .dropIfContains:
            let target = extras.first ?? []
            return .matched(sourceValues.allSatisfy { target.firstRange(of: $0) != nil || $0.isEmpty })
        default: break
        }
        let joined = Array(sourceValues.joined(separator: rule.separator))
        switch action {
        case .keep, .drop, .keepMetrics, .dropMetrics: return .matched(regex.matches(joined))
        case .keepequal, .dropequal: return .matched(extras.first == joined)
        case .replace: return replaced(joined, extras)
        case .replaceAll:
            let value = replacingAll(joined)
            return value == joined ? .untouched : .set(name: rule.targetLabel, value: value)
        case .hashmod, .lowercase, .uppercase: return .set(name: rule.targetLabel, value: value(of: joined))
        default: return .untouched
        }
    }

    private func replaced(_ joined: [UInt8], _ references: ArraySlice<[UInt8]>) -> VMAgentResult {
        var groups: [Range<Int>?] = []
        return joined.withUnsafeBytes { bytes in
            guard regex.match(bytes, groups: &groups) else { return .untouched }
            var name: [UInt8] = []
            target.expand(bytes, groups, into: &name)
            guard !name.isEmpty else { return .invalidName }
            var template = replacement
            if !references.isEmpty {
                template = Template(
                    LabelReferences(rule.replacement).filled(with: references), groupNames: regex.groupNames)
            }
            var value: [UInt8] = []
            template.expand(bytes, groups, into: &value)
            return .set(name: name, value: value)
        }
    }

    /// Changes the labels of one series; false drops it.
    func applyForVMAgent(_ labels: inout LabelEdit) -> Bool {
        switch vmagentResult(inputs.map { labels[$0] }) {
        case .untouched, .invalidName: break
        case .set(let name, let value): labels.set(name, value)
        case .matched(let isMatch):
            guard action.matchesNames else { return isMatch == action.isKeep }
            if isMatch { applyToNames(&labels) }
        }
        return true
    }
}
