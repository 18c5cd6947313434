package import Regex

/// One rule, checked and compiled.
package struct RelabelStep: Sendable {
    package let rule: RelabelRule
    package let action: Action
    package let regex: Regex
    let scheme: NameScheme
    let target: Template
    let replacement: Template

    package init(_ rule: RelabelRule, scheme: NameScheme) throws(RelabelFault) {
        regex = try rule.compiledRegex()
        if let fault = rule.validate(scheme: scheme) { throw fault }
        // Nil was refused by now.
        action = rule.action ?? .replace
        self.rule = rule
        self.scheme = scheme
        target = Template(rule.targetLabel, groupNames: action == .replace ? regex.groupNames : [])
        replacement = Template(rule.replacement, groupNames: regex.groupNames)
    }

    /// The label that the rule writes to or compares with; nil if that depends on the series.
    package var fixedTarget: [UInt8]? {
        switch action {
        case .replace: target.constant
        case .labelmap, .labeldrop, .labelkeep, .keep, .drop: nil
        default: rule.targetLabel
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
        case .hashmod: Array(String(MD5.lastEightBytes(of: joined) % max(1, rule.modulus)).utf8)
        case .lowercase: CaseMapping.lower(joined)
        case .uppercase: CaseMapping.upper(joined)
        default: joined
        }
    }

    /// The name that labelmap copies a label to, nil if the pattern does not match its name.
    ///
    /// A pattern that escapes its anchors can match more than once: each match is replaced and the rest stays.
    func mapped(_ name: [UInt8]) -> [UInt8]? {
        name.withUnsafeBytes { bytes in
            var groups: [Range<Int>?] = []
            guard regex.match(bytes, groups: &groups) else { return nil }
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
        for (index, name) in rule.sourceLabels.enumerated() {
            if index > 0 { joined += rule.separator }
            joined += labels[name]
        }
        return joined
    }
}
