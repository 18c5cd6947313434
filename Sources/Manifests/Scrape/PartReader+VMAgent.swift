import PromQL
import Regex
import Relabel
import YAML

/// What vmagent's relabelling rules have beyond Prometheus'.
extension PartReader {
    /// A list that is a file of its own: vmagent's are for what it sends on, others for what is scraped.
    mutating func bareList(_ root: YAMLNode, _ spelling: RelabelList.Spelling) -> RelabelList {
        let language = language(ofList: root)
        return relabelList(
            root, key: "", as: language == .vmagent ? .remoteWrite : .samples, owner: "the file", spelling, language)
    }

    /// Whose a list that stands alone is: as was said, or vmagent's where a rule of it has what vmagent alone knows.
    private func language(ofList root: YAMLNode) -> RelabelLanguage {
        if let language = options.relabelLanguage { return language }
        let isForeign = (root.sequence ?? []).contains { item in
            guard let rule = item.mapping else { return false }
            let action = rule["action"]?.scalar.flatMap { Action(written: $0.value, in: .vmagent) }
            return action?.isVMAgentOnly == true || rule["if"] != nil || rule["regex"]?.sequence != nil
        }
        return isForeign ? .vmagent : options.configuredLanguage
    }

    mutating func readOther(
        _ field: RelabelRule.Field, _ entry: YAMLEntry, into rule: inout RelabelRule
    ) throws(RelabelFault) {
        try rule.write(field)
        switch field {
        case .condition: rule.condition = try condition(entry.value)
        case .match:
            guard entry.value.scalar != nil else { throw RelabelRule.wrongKind(of: field, found: entry.value.inWords) }
        case .labels:
            guard entry.value.mapping != nil else { throw RelabelRule.wrongKind(of: field, found: entry.value.inWords) }
        default: break
        }
    }

    private func condition(_ node: YAMLNode) throws(RelabelFault) -> RelabelCondition {
        let nodes = node.sequence ?? [node]
        var alternatives: [[RelabelCondition.Test]] = []
        var texts: [String] = []
        for node in nodes {
            guard let text = node.scalar?.value else {
                throw RelabelRule.wrongKind(of: .condition, found: node.inWords)
            }
            texts.append(text)
            // Selects everything, which PromQL does not allow.
            alternatives.append(text.allSatisfy { " {}".contains($0) } ? [] : try tests(text))
        }
        return RelabelCondition(alternatives, text: texts.joined(separator: " or "))
    }

    private func tests(_ text: String) throws(RelabelFault) -> [RelabelCondition.Test] {
        do throws(PromQLError) {
            return try Selector(parsingConditions: text).matchers.map { matcher in
                RelabelCondition.Test(
                    name: Array(matcher.name.utf8), isNegative: matcher.type == .notEqual || matcher.type == .notRegex,
                    value: matcher.bytes, regex: matcher.regex)
            }
        } catch {
            throw RelabelFault(
                .decoding, .condition,
                "`if` is `\(text)`, which is no series selector: \(error.message); of MetricsQL `or` within braces is not "
                    + "known here: write a list of selectors")
        }
    }
}
