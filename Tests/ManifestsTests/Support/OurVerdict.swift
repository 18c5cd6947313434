import Manifests
import PromQL
import Templates
import YAML

/// What we say of a rule file, in the words of the verdicts to compare with.
struct OurVerdict {
    private(set) var errors: [String] = []
    private(set) var groups = 0
    private(set) var alerts = 0
    private(set) var records = 0
    private(set) var duplicates = 0
    private(set) var ignoresDocuments = false

    /// What Prometheus would read of it.
    init(firstDocumentOf text: String) {
        let file = ManifestReader().read(path: "rules.yml", source: SourceText(text))
        let ignored = file.faults.first { $0.kind == .ignoredDocument }?.range.lowerBound ?? text.utf8.count + 1
        ignoresDocuments = file.faults.contains { $0.kind == .ignoredDocument }
        add(file) { $0 < ignored }
    }

    init(allOf text: String) {
        add(ManifestReader().read(path: "rules.yml", source: SourceText(text))) { _ in true }
    }

    private mutating func add(_ file: ManifestFile, isRead: (Int) -> Bool) {
        if file.isUnrecognized { errors.append("is no rule file") }
        for fault in file.faults where fault.kind != .ignoredDocument && isRead(fault.range.lowerBound) {
            errors.append(fault.message)
        }
        for case .rules(let rules) in file.contents where isRead(rules.fileRange.lowerBound) {
            groups += rules.groups.count
            var seen: Set<[String]> = []
            var repeated: Set<[String]> = []
            for group in rules.groups {
                for rule in group.rules { add(rule, of: group, &seen, &repeated) }
            }
            duplicates += repeated.count
        }
    }

    private mutating func add(
        _ rule: Rule, of group: RuleGroup, _ seen: inout Set<[String]>, _ repeated: inout Set<[String]>
    ) {
        if rule.kind == .alerting { alerts += 1 } else { records += 1 }
        if case .invalid(let error) = rule.expression {
            let position = SourceText(rule.expr.value).position(of: error.range.lowerBound)
            errors.append("could not parse expression: \(position): parse error: \(error.message)")
        }
        if rule.kind == .alerting { addTemplates(of: rule) }
        // A rule's labels outrank its group's.
        let inherited = group.labels.filter { label in !rule.labels.contains { $0.key.value == label.key.value } }
        let labels = (rule.labels + inherited).map { "\($0.key.value)=\($0.value.value)" }.sorted()
        let identity = [rule.name.value] + labels
        if !seen.insert(identity).inserted { repeated.insert(identity) }
    }

    private mutating func addTemplates(of rule: Rule) {
        for entry in rule.labels + rule.annotations {
            do throws(TemplateError) {
                _ = try Template(parsing: entry.value.value)
            } catch {
                errors.append("template of \(entry.key.value): \(error)")
            }
        }
    }

    /// Errors one by one, without places and the names of Go's types.
    static func messages(of errors: [String]) -> [String] {
        errors.flatMap { error -> [String] in
            let decoding = "yaml: unmarshal errors:\n"
            guard error.hasPrefix(decoding) else { return [withoutPlace(error)] }
            return error.dropFirst(decoding.count).split(separator: "\n").map { line in
                translated(String(line.drop { $0 != ":" }.dropFirst(2)))
            }
        }
    }

    private static func withoutPlace(_ error: String) -> String {
        var rest = error[...]
        while let match = rest.prefixMatch(of: #/\d+:\d+: /#) { rest = rest[match.range.upperBound...] }
        if let match = rest.prefixMatch(of: #/group "[^"]*", rule \d+, "[^"]*": /#) {
            rest = rest[match.range.upperBound...]
        }
        return String(rest)
    }

    private static let nouns: [(String, String)] = [
        ("in type rulefmt.RuleGroups", "in a rule file"), ("in type rulefmt.RuleGroup", "in a rule group"),
        ("in type rulefmt.Rule", "in a rule"),
        ("[]rulefmt.RuleGroupNode", "a list of rule groups"), ("[]rulefmt.RuleGroup", "a list of rule groups"),
        ("[]rulefmt.RuleNode", "a list of rules"), ("[]rulefmt.Rule", "a list of rules"),
    ]

    private static func translated(_ message: String) -> String {
        for (type, noun) in nouns where message.hasSuffix(type) {
            return String(message.dropLast(type.count)) + noun
        }
        return message
    }

    /// libyaml and yaml.v3 say it with other words, and so does what comes from the YAML module.
    static func isWordedOtherwise(_ error: String) -> Bool {
        error.hasPrefix("yaml: ") || error.hasPrefix("mapping key ") || error.contains("rulefmt.")
            || error.hasPrefix("annotation ") || error.hasPrefix("label ")
    }
}
