package import Relabel
package import YAML

extension PartReader {
    /// The list under a key of a mapping; `nil` if there is none or it is null.
    package mutating func relabelList(
        _ key: String, of mapping: YAMLMapping, as place: RelabelList.Place, owner: String,
        _ spelling: RelabelList.Spelling
    ) -> RelabelList? {
        guard let node = mapping[key], !node.isNull else { return nil }
        guard node.sequence != nil else {
            fault(
                .relabelling, "`\(key)` of \(owner) is \(node.inWords); expected a list of relabelling rules", at: node)
            return nil
        }
        return relabelList(node, key: key, as: place, owner: owner, spelling)
    }

    package mutating func relabelList(
        _ node: YAMLNode, key: String, as place: RelabelList.Place, owner: String, _ spelling: RelabelList.Spelling,
        _ language: RelabelLanguage? = nil
    ) -> RelabelList {
        let language = language ?? options.configuredLanguage
        var list = RelabelList(
            place: place, key: key, owner: owner, spelling: spelling, language: language, text: text,
            fileRange: fileRange(of: node))
        for item in node.sequence ?? [] { list.rules.append(relabelRule(item, spelling, language)) }
        return list
    }

    mutating func relabelRule(
        _ node: YAMLNode, _ spelling: RelabelList.Spelling, _ language: RelabelLanguage = .prometheus
    ) -> LocatedRelabelRule {
        var located = LocatedRelabelRule(node: node, fileRange: fileRange(of: node))
        guard let mapping = node.mapping else {
            let message =
                node.isNull
                ? RelabelFault.nullRule.message : "a relabelling rule is \(node.inWords); expected a mapping"
            fault(.relabelling, message, at: node)
            return located
        }
        var rule = RelabelRule()
        rule.language = language
        var isReadable = true
        for entry in mapping.entries {
            if !read(entry, spelling, into: &rule, &located) { isReadable = false }
        }
        guard isReadable else { return located }
        located.unsupported = rule.unsupportedByReplay
        if located.unsupported == nil { located.rule = rule }
        do throws(RelabelFault) {
            _ = try rule.compiledRegex()
            if let fault = rule.validate(scheme: options.nameScheme) { throw fault }
        } catch {
            fault(
                ManifestFault(
                    .relabelling, error.message, at: error.field.map(located.fileRange(of:)) ?? located.fileRange,
                    advice: error.advice))
        }
        return located
    }

    /// Whether the entry could be read.
    private mutating func read(
        _ entry: YAMLEntry, _ spelling: RelabelList.Spelling, into rule: inout RelabelRule,
        _ located: inout LocatedRelabelRule
    ) -> Bool {
        let key = entry.name
        let field = spelling == .operator ? RelabelRule.Field(camelCase: key) : RelabelRule.Field(rawValue: key)
        guard let field, rule.language == .vmagent || !field.isVMAgentOnly else {
            let meant = RelabelRule.Field(meantBy: key)
            var advice = meant.map { "write `\(spelling == .operator ? $0.camelCase : $0.rawValue)`" }
            if field != nil { advice = Self.otherLanguage }
            fault(.relabelling, "unknown field `\(key)` in a relabelling rule", at: entry.key, advice: advice)
            return false
        }
        locate(field, entry.value, in: &located)
        do throws(RelabelFault) {
            if rule.language == .vmagent, entry.value.isNull { return true }
            if field.isVMAgentOnly {
                try readOther(field, entry, into: &rule)
            } else if let scalar = entry.value.relabelScalar {
                try rule.set(field, to: scalar)
            } else if field == .sourceLabels, let nodes = entry.value.sequence {
                let labels = nodes.compactMap(\.relabelScalar)
                guard labels.count == nodes.count else {
                    throw RelabelRule.wrongKind(of: field, found: "a nested list")
                }
                try rule.setSourceLabels(labels)
            } else if field == .regex, rule.language == .vmagent, let nodes = entry.value.sequence {
                let patterns = nodes.compactMap { $0.scalar?.value }
                guard patterns.count == nodes.count else {
                    throw RelabelRule.wrongKind(of: field, found: "a nested list")
                }
                try rule.set(field, to: .init(patterns.joined(separator: "|"), isPlain: false))
            } else {
                throw RelabelRule.wrongKind(of: field, found: entry.value.inWords)
            }
            return true
        } catch {
            fault(.relabelling, error.message, at: entry.value, advice: error.advice)
            return false
        }
    }

    private static let otherLanguage = RelabelFault(.otherLanguage, nil, "").advice

    private func locate(_ field: RelabelRule.Field, _ node: YAMLNode, in located: inout LocatedRelabelRule) {
        let scalar = scalar(node)
        switch field {
        case .sourceLabels: located.sourceLabels = node.sequence.map { $0.compactMap { self.scalar($0) } }
        case .separator: located.separator = scalar
        case .regex: located.regex = scalar ?? self.scalar(node.sequence?.first)
        case .modulus: located.modulus = scalar
        case .targetLabel: located.targetLabel = scalar
        case .replacement: located.replacement = scalar
        case .action: located.action = scalar
        case .condition, .match, .labels: located.others[field] = fileRange(of: node)
        }
    }
}

extension YAMLNode {
    fileprivate var relabelScalar: RelabelRule.Scalar? {
        scalar.map { RelabelRule.Scalar($0.value, isPlain: $0.style == .plain, tag: tag) }
    }
}
