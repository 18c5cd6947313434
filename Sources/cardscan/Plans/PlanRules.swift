import Propose
import Relabel

/// A proposal's rules as lines of `metric_relabel_configs`, each with a comment that says what it saves.
struct PlanRules {
    let proposal: Proposal

    /// Plain text, one line each, to stand below `metric_relabel_configs:`.
    var lines: [String] {
        var lines = ["# " + comment]
        for rule in proposal.rules { lines += Self.lines(of: rule) }
        return lines
    }

    /// `-812,304 series, safe: 14 metrics that nothing reads`.
    var comment: String {
        let saved = "-\(Figures.grouped(proposal.savings.series)) series"
        let summary = Escaper.show(proposal.summary, columns: 120, in: .notation)
        return "\(saved), \(proposal.verdict.kind.rawValue): \(summary)"
    }

    private static func lines(of rule: RelabelRule) -> [String] {
        var fields: [String] = []
        if !rule.sourceLabels.isEmpty {
            let labels = rule.sourceLabels.map { flow(String(decoding: $0, as: UTF8.self)) }
            fields.append("source_labels: [\(labels.joined(separator: ", "))]")
        }
        if rule.written.contains(.regex) { fields.append("regex: \(scalar(rule.regex))") }
        if !rule.targetLabel.isEmpty {
            fields.append("target_label: \(scalar(String(decoding: rule.targetLabel, as: UTF8.self)))")
        }
        if rule.written.contains(.replacement) {
            fields.append("replacement: \(scalar(String(decoding: rule.replacement, as: UTF8.self)))")
        }
        if let action = rule.action { fields.append("action: \(action.rawValue)") }
        return fields.enumerated().map { ($0.offset == 0 ? "- " : "  ") + $0.element }
    }

    private static func flow(_ text: String) -> String {
        text.utf8.allSatisfy { $0 == 0x5f || 0x30...0x39 ~= $0 || 0x41...0x5a ~= $0 || 0x61...0x7a ~= $0 }
            ? text : scalar(text)
    }

    /// Quoted unless it is a plain name: `no` and `1e3` are no text to YAML.
    private static func scalar(_ text: String) -> String {
        let isPlain =
            text.utf8.count > 3 && text.utf8.allSatisfy { $0 == 0x5f || 0x61...0x7a ~= $0 }
            && !["null", "true", "false"].contains(text)
        if isPlain { return text }
        let needsEscapes = text.unicodeScalars.contains {
            $0.value < 0x20 || 0x7f...0x9f ~= $0.value || $0.value > 0x2027
        }
        guard needsEscapes else { return "'" + text.replacing("'", with: "''") + "'" }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5c: quoted += "\\\(scalar)"
            case 0x20...0x7e, 0xa0...0x2027: quoted.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\U" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
            }
        }
        return quoted + "\""
    }
}
