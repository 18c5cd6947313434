import Manifests
import Relabel

/// Writes lists of relabelling rules as YAML, for whichever program reads them.
struct YAMLRuleLines {
    var spelling = RelabelList.Spelling.prometheus
    /// The OpenTelemetry collector takes `$` for the start of a variable, and `$$` for `$`.
    var doublesDollars = false

    /// A list below a key that stands in column `indent`, the key not included.
    func list(_ rules: [CommentedRule], indent: Int) throws(DialectRefusal) -> [String] {
        let start = String(repeating: " ", count: indent)
        var lines: [String] = []
        for rule in rules {
            lines += CommentLines.of(rule.comment, indent: indent)
            for (index, line) in try self.rule(rule.rule).enumerated() {
                lines.append(start + (index == 0 ? "- " : "  ") + line)
            }
        }
        return lines
    }

    /// The fields of one rule, a line each.
    func rule(_ rule: RelabelRule) throws(DialectRefusal) -> [String] {
        var lines: [String] = []
        for (field, value) in try rule.writtenFields() {
            if spelling == .operator, field == .sourceLabels { try checkNames(of: rule) }
            let key = spelling == .operator ? field.camelCase : field.rawValue
            switch value {
            case .number(let number): lines.append("\(key): \(number)")
            case .texts(let texts):
                lines.append("\(key): [" + texts.map(scalar).joined(separator: ", ") + "]")
            case .text(let text): lines.append("\(key): " + scalar(text))
            }
        }
        return lines
    }

    func scalar(_ text: String) -> String {
        YAMLText.scalar(doublesDollars ? Self.doubled(text) : text)
    }

    private static func doubled(_ text: String) -> String {
        text.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
    }

    /// The schema of the operator's resources allows no other names.
    private func checkNames(of rule: RelabelRule) throws(DialectRefusal) {
        for name in rule.sourceLabels where !NameScheme.legacy.accepts(name) {
            let name = String(decoding: name, as: UTF8.self)
            throw DialectRefusal(
                "prometheus-operator's resources take no source label `\(name)`: its name needs quotes in PromQL; "
                    + "put the rule into prometheus.yml or an additional scrape config", rule: rule)
        }
    }
}
