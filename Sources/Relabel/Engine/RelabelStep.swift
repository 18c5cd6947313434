package import Regex

/// One rule, checked and compiled.
package struct RelabelStep: Sendable {
    package let rule: RelabelRule
    package let action: Action
    package let regex: Regex
    let scheme: NameScheme
    let target: Template
    let replacement: Template
    /// Labels whose values are joined: `source_labels`, or the name for an action that is about that alone.
    package let sources: [[UInt8]]
    /// Labels whose values decide what the rule does to a series: those of its condition, the sources, then what else
    /// it looks at. Of an action that looks at names, those of its condition.
    let inputs: [[UInt8]]

    package init(_ rule: RelabelRule, scheme: NameScheme) throws(RelabelFault) {
        regex = try rule.compiledRegex()
        if let fault = rule.validate(scheme: scheme) { throw fault }
        // Nil was refused by now.
        action = rule.action ?? .replace
        self.rule = rule
        self.scheme = scheme
        target = Template(rule.targetLabel, groupNames: action == .replace ? regex.groupNames : [])
        replacement = Template(rule.replacement, groupNames: regex.groupNames)
        sources = action == .keepMetrics || action == .dropMetrics ? [Array("__name__".utf8)] : rule.sourceLabels
        var inputs = rule.condition?.labels ?? []
        if !action.matchesNames { inputs += sources + rule.referencedLabels }
        if rule.language == .vmagent, action.dropsSeries, !rule.targetLabel.isEmpty { inputs.append(rule.targetLabel) }
        self.inputs = inputs
    }

    /// Whether it is for some series alone.
    package var isConditional: Bool { rule.condition != nil }

    /// The value that `replace` or the name that `labelmap` sets, where that is the same for every match.
    var constantReplacement: [UInt8]? { rule.referencedLabels.isEmpty ? replacement.constant : nil }

    /// The label that the rule writes to or compares with; nil if that depends on the series.
    package var fixedTarget: [UInt8]? {
        switch action {
        case .replace: target.constant
        case .labelmap, .labelmapAll, .labeldrop, .labelkeep, .keep, .drop, .keepMetrics, .dropMetrics, .keepIfEqual,
            .dropIfEqual, .graphite:
            nil
        case .keepequal, .dropequal, .keepIfContains, .dropIfContains, .replaceAll, .hashmod, .lowercase, .uppercase:
            rule.targetLabel
        }
    }

    /// What a rule of the action `replace` comes to for one joined value.
    enum Replacement: Equatable {
        case noMatch
        /// It matches, but the name it expands to is not valid.
        case invalidName
        /// An empty value deletes the label.
        case set(name: [UInt8], value: [UInt8])
    }

    func replacing(_ joined: UnsafeRawBufferPointer, _ groups: inout [Range<Int>?]) -> Replacement {
        guard regex.match(joined, groups: &groups) else { return .noMatch }
        var name: [UInt8] = []
        target.expand(joined, groups, into: &name)
        guard scheme.accepts(name) else { return .invalidName }
        var value: [UInt8] = []
        replacement.expand(joined, groups, into: &value)
        return .set(name: name, value: value)
    }

    /// The value that hashmod, lowercase or uppercase gives its target label.
    func value(of joined: [UInt8]) -> [UInt8] {
        switch action {
        case .hashmod:
            Array(
                String(
                    (rule.language == .vmagent ? XXHash64.hash(joined) : MD5.lastEightBytes(of: joined))
                        % max(1, rule.modulus)
                ).utf8)
        case .lowercase: CaseMapping.lower(joined)
        case .uppercase: CaseMapping.upper(joined)
        default: joined
        }
    }

    /// The name that labelmap copies a label to, nil if the pattern does not match its name. vmagent copies no label to
    /// itself, and none to a label without a name.
    ///
    /// A pattern that escapes its anchors can match more than once: each match is replaced and the rest stays.
    func mapped(_ name: [UInt8]) -> [UInt8]? {
        guard regex.matches(name) else { return nil }
        let mapped = replacingAll(name)
        return rule.language == .vmagent && (mapped.isEmpty || mapped == name) ? nil : mapped
    }

    /// The text with every match replaced, one after the other.
    func replacingAll(_ text: [UInt8]) -> [UInt8] {
        text.withUnsafeBytes { bytes in
            var groups: [Range<Int>?] = []
            var output: [UInt8] = []
            var copied = 0
            var position = 0
            while position <= bytes.count, regex.match(bytes, from: position, groups: &groups),
                let match = groups.first ?? nil
            {
                output += bytes[copied..<max(copied, match.lowerBound)]
                // An empty match at the end of the one before it is not another one.
                if match.upperBound > copied || match.lowerBound == 0 {
                    replacement.expand(bytes, groups, into: &output)
                }
                copied = match.upperBound
                let width = position < bytes.count ? UTF8Rune.decode(bytes, at: position).length : 1
                position = max(position + width, match.upperBound)
            }
            return output + bytes[copied...]
        }
    }

    /// Values of the source labels, joined.
    func joined(_ labels: LabelEdit) -> [UInt8] {
        var joined: [UInt8] = []
        for (index, name) in sources.enumerated() {
            if index > 0 { joined += rule.separator }
            joined += labels[name]
        }
        return joined
    }
}
