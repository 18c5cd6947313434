import PromQL
import YAML

/// Reads groups of rules by the rules of Prometheus' `rulefmt`, whose words it uses.
struct RuleFileReader {
    let options: ManifestOptions
    /// What the groups are wrapped in.
    let form: RuleFile.Form
    var fields: FieldReader
    private let patterns: PatternCache
    /// Rules that were read already.
    let ahead: ReadRules?

    init(options: ManifestOptions, form: RuleFile.Form, text: ManifestText, ahead: ReadRules? = nil) {
        self.ahead = ahead
        patterns = PatternCache()
        self.options = options
        self.form = form
        fields = FieldReader(text: text, dialect: options.dialect)
    }

    var isResource: Bool { if case .resource = form { true } else { false } }

    /// Reads the mapping that holds `groups`.
    mutating func read(_ root: YAMLNode) -> RuleFile {
        let mapping = fields.mapping(root, isResource ? RuleFields.resource : RuleFields.file)
        var names: Set<String> = []
        let nodes = fields.list(mapping?["groups"], of: "rule groups")
        let heads = nodes.map { readHead($0, names: &names) }
        var groups: [RuleGroup] = []
        for (index, head) in heads.enumerated() {
            guard let head else { continue }
            let end = index + 1 < nodes.count ? nodes[index + 1].range.lowerBound : nil
            groups.append(head.group(of: readRules(of: head), nextGroup: end, in: fields.text))
        }
        return RuleFile(
            form: form, text: fields.text, fileRange: fields.text.fileRange(of: root.range), groups: groups)
    }

    /// Whether the expressions of a group are written in another language, as `type: graphite` says.
    func isForeign(_ group: YAMLMapping) -> Bool {
        guard options.dialect == .vmalert, let type = group["type"]?.scalar?.value else { return false }
        return !type.isEmpty && type != "prometheus"
    }

    mutating func readRule(_ node: YAMLNode, isForeign: Bool) -> Rule? {
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
        return Rule(
            kind: alert != nil ? .alerting : .recording, name: name, expr: expr,
            expression: expression(of: expr, isForeign: isForeign), for: duration, keepFiringFor: keepFiring,
            labels: labels, annotations: annotations, fileRange: fields.text.fileRange(of: node.range), node: node)
    }

    private func expression(of expr: ManifestScalar, isForeign: Bool) -> RuleExpression {
        if isForeign { return .unknown("is not PromQL: the group has a type of its own") }
        // A placeholder may fit, and the rest be checked; if it does not, that is no fault of the rule.
        let hasHole = expr.hasHole
        do throws(PromQLError) {
            return .parsed(try Expression(parsing: expr.value, as: options.language, patterns: patterns))
        } catch {
            if options.dialect == .vmalert, Brackets.areBalanced(expr.value) {
                return .unknown("is no PromQL, but may be MetricsQL: \(error.message)")
            }
            return hasHole ? .unknown("holds a part that only Helm knows") : .invalid(error)
        }
    }
}
