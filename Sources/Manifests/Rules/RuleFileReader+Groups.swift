import YAML

/// A group of which the rules are yet to be read.
struct RuleGroupHead: Sendable {
    let name: ManifestScalar?
    let interval: LocatedDuration?
    let queryOffset: LocatedDuration?
    let limit: LocatedInteger?
    let labels: [ManifestEntry]
    let node: YAMLNode
    let rules: [YAMLNode]
    /// Whether the expressions are written in another language.
    let isForeign: Bool

    /// The group with its rules; `nextGroup` is where the next one begins.
    func group(of rules: [Rule], nextGroup: Int?, in text: ManifestText) -> RuleGroup {
        var rules = rules
        if text.isTemplate { extend(&rules, to: nextGroup ?? text.documentEnd(from: node.range.upperBound), in: text) }
        return RuleGroup(
            name: name, interval: interval, queryOffset: queryOffset, limit: limit, labels: labels, rules: rules,
            fileRange: text.fileRange(of: node.range), node: node)
    }

    /// Notes what of the rules only Helm knows, up to the end of the group.
    private func extend(_ rules: inout [Rule], to end: Int, in text: ManifestText) {
        let starts = rules.map(\.node.range.lowerBound)
        for (index, start) in starts.enumerated() {
            let next = index + 1 < starts.count ? starts[index + 1] : end
            let extent = start..<max(next, rules[index].node.range.upperBound, start)
            rules[index] = Rule(
                rules[index], extent: text.fileRange(of: extent), isMasked: text.hasHole(in: extent))
        }
    }
}

extension RuleFileReader {
    /// Reads all of a group but its rules.
    mutating func readHead(_ node: YAMLNode, names: inout Set<String>) -> RuleGroupHead? {
        guard let mapping = fields.mapping(node, isResource ? RuleFields.resourceGroup : RuleFields.group) else {
            return nil
        }
        let name = fields.string(mapping["name"])
        if name?.value ?? "" == "" {
            fields.fault("Groupname must not be empty", at: name?.node ?? node, advice: "name the group: `name: ...`")
        }
        if name?.hasHole != true, !names.insert(name?.value ?? "").inserted {
            fields.fault(
                "groupname: \"\(name?.value ?? "")\" is repeated in the same file", at: name?.node ?? node,
                advice: "give each group of a file a name of its own")
        }
        let interval = fields.duration(mapping["interval"])
        let queryOffset = fields.duration(mapping["query_offset"])
        let limit = fields.integer(mapping["limit"])
        let labels = fields.strings(mapping["labels"])
        checkLabels(labels)
        return RuleGroupHead(
            name: name, interval: interval, queryOffset: queryOffset, limit: limit, labels: labels, node: node,
            rules: fields.list(mapping["rules"], of: "rules"), isForeign: isForeign(mapping))
    }

    mutating func readRules(of head: RuleGroupHead) -> [Rule] {
        var rules: [Rule] = []
        rules.reserveCapacity(head.rules.count)
        for node in head.rules {
            let known = head.isForeign ? nil : ahead?.rule(at: node, in: fields.text, options.dialect)
            fields.faults += known?.faults ?? []
            if let rule = known.map(\.rule) ?? readRule(node, isForeign: head.isForeign) { rules.append(rule) }
        }
        return rules
    }
}
