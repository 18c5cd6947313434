import PromQL
import YAML

/// Reads groups of rules by the rules of Prometheus' `rulefmt`, whose words it uses.
struct RuleFileReader {
    let options: ManifestOptions
    /// What the groups are wrapped in.
    let form: RuleFile.Form
    var fields: FieldReader

    init(options: ManifestOptions, form: RuleFile.Form, text: ManifestText) {
        self.options = options
        self.form = form
        fields = FieldReader(text: text, dialect: options.dialect)
    }

    private var isResource: Bool { if case .resource = form { true } else { false } }

    /// Reads the mapping that holds `groups`.
    mutating func read(_ root: YAMLNode) -> RuleFile {
        let mapping = fields.mapping(root, isResource ? RuleFields.resource : RuleFields.file)
        var groups: [RuleGroup] = []
        var names: Set<String> = []
        let nodes = fields.list(mapping?["groups"], of: "rule groups")
        for (index, node) in nodes.enumerated() {
            guard var group = readGroup(node, names: &names) else { continue }
            if fields.text.isTemplate {
                let next = index + 1 < nodes.count ? nodes[index + 1].range.lowerBound : nil
                extendRules(of: &group, to: next ?? fields.text.documentEnd(from: node.range.upperBound))
            }
            groups.append(group)
        }
        return RuleFile(
            form: form, text: fields.text, fileRange: fields.text.fileRange(of: root.range), groups: groups)
    }

    private mutating func readGroup(_ node: YAMLNode, names: inout Set<String>) -> RuleGroup? {
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
        var group = RuleGroup(name: name, fileRange: fields.text.fileRange(of: node.range), node: node)
        group.interval = fields.duration(mapping["interval"])
        group.queryOffset = fields.duration(mapping["query_offset"])
        group.limit = fields.integer(mapping["limit"])
        group.labels = fields.strings(mapping["labels"])
        checkLabels(group.labels)
        let isForeign = isForeign(mapping)
        for node in fields.list(mapping["rules"], of: "rules") {
            if let rule = readRule(node, isForeign: isForeign) { group.rules.append(rule) }
        }
        return group
    }

    /// Notes what of a group's rules only Helm knows, up to the end of the group.
    private func extendRules(of group: inout RuleGroup, to end: Int) {
        let starts = group.rules.map(\.node.range.lowerBound)
        for (index, start) in starts.enumerated() {
            let next = index + 1 < starts.count ? starts[index + 1] : end
            let extent = start..<max(next, group.rules[index].node.range.upperBound, start)
            group.rules[index].extent = fields.text.fileRange(of: extent)
            group.rules[index].isMasked = fields.text.hasHole(in: extent)
        }
    }

    /// Whether the expressions of a group are written in another language, as `type: graphite` says.
    private func isForeign(_ group: YAMLMapping) -> Bool {
        guard options.dialect == .vmalert, let type = group["type"]?.scalar?.value else { return false }
        return !type.isEmpty && type != "prometheus"
    }

    private mutating func readRule(_ node: YAMLNode, isForeign: Bool) -> Rule? {
        guard let mapping = fields.mapping(node, RuleFields.rule) else { return nil }
        let record = fields.string(mapping["record"]).flatMap { $0.value.isEmpty ? nil : $0 }
        let alert = fields.string(mapping["alert"]).flatMap { $0.value.isEmpty ? nil : $0 }
        if let record, alert != nil {
            fields.fault(
                "only one of 'record' and 'alert' must be set", at: record.node, advice: "make two rules of it")
        }
        let expr = fields.string(mapping["expr"]).flatMap { $0.value.isEmpty ? nil : $0 }
        let duration = fields.duration(mapping["for"])
        let keepFiring = fields.duration(mapping["keep_firing_for"])
        let labels = fields.strings(mapping["labels"])
        let annotations = fields.strings(mapping["annotations"])
        if record == nil, alert == nil {
            let empty = mapping["record"] ?? mapping["alert"] ?? node
            fields.fault(
                "one of 'record' or 'alert' must be set", at: empty.scalar == nil ? node : empty,
                advice: "name what the rule records with `record: ...`, or the alert with `alert: ...`")
        }
        if expr == nil {
            let place = mapping["expr"] ?? alert?.node ?? record?.node ?? node
            fields.fault("field 'expr' must be set in rule", at: place, advice: "add `expr: ...`")
        }
        checkLabels(labels)
        checkAnnotationNames(annotations)
        if let record { checkRecording(record, mapping, duration, keepFiring, annotations) }
        guard let name = alert ?? record, let expr else { return nil }
        var rule = Rule(
            kind: alert != nil ? .alerting : .recording, name: name, expr: expr,
            expression: expression(of: expr, isForeign: isForeign), fileRange: fields.text.fileRange(of: node.range),
            node: node)
        rule.for = duration
        rule.keepFiringFor = keepFiring
        rule.labels = labels
        rule.annotations = annotations
        return rule
    }

    private func expression(of expr: ManifestScalar, isForeign: Bool) -> RuleExpression {
        if isForeign { return .unknown("is not PromQL: the group has a type of its own") }
        // A placeholder may fit, and the rest be checked; if it does not, that is no fault of the rule.
        let hasHole = expr.hasHole
        do throws(PromQLError) {
            return .parsed(try Expression(parsing: expr.value, as: options.language))
        } catch {
            if options.dialect == .vmalert, Brackets.areBalanced(expr.value) {
                return .unknown("is no PromQL, but may be MetricsQL: \(error.message)")
            }
            return hasHole ? .unknown("holds a part that only Helm knows") : .invalid(error)
        }
    }
}
