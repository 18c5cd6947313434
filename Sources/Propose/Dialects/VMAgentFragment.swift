import Manifests
import Relabel

/// Sections for vmagent: its scrape configuration is Prometheus', rules for what is sent are a file of their own.
///
/// What vmagent would do otherwise than Prometheus is refused rather than written: `hashmod` hashes with xxhash there,
/// `%{NAME}` is replaced from the environment, `{{label}}` in a replacement by the label's value.
package struct VMAgentFragment: Sendable {
    package let sections: [RuleSection]

    package init(_ sections: [RuleSection]) { self.sections = sections }

    /// For `-promscrape.config`.
    package func text() throws(DialectRefusal) -> String {
        for section in sections {
            if case .job = section.destination { try Self.check(section.rules) }
        }
        // Strict parsing, the default, refuses a configuration with a key it does not know.
        let scrapes = ScrapeLines(knownLimits: [.samples, .labels])
        let lines = try scrapes.scrapeConfigs(sections, indent: 0) + RuleSection.commentsOnUnknown(sections)
        return lines.map { $0 + "\n" }.joined()
    }

    /// For `-remoteWrite.urlRelabelConfig`: the rules of the sections for remote storages, as a bare list.
    package func remoteWriteText() throws(DialectRefusal) -> String {
        var lines: [String] = []
        for section in sections {
            guard case .remoteWrite = section.destination else { continue }
            try Self.check(section.rules)
            lines += CommentLines.of(section.comment)
            lines += try YAMLRuleLines().list(section.rules, indent: 0)
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func check(_ rules: [CommentedRule]) throws(DialectRefusal) {
        for rule in rules.map(\.rule) {
            func refuse(_ why: String) throws(DialectRefusal) {
                throw DialectRefusal("vmagent \(why); write this rule for Prometheus alone", rule: rule)
            }
            if rule.action == .hashmod { try refuse("hashes with xxhash, Prometheus with MD5") }
            if rule.action == .keep || rule.action == .drop, rule.sourceLabels.isEmpty {
                try refuse("takes no `\(rule.action?.rawValue ?? "")` without source labels")
            }
            let texts =
                rule.sourceLabels + [rule.separator, Array(rule.regex.utf8), rule.targetLabel, rule.replacement]
            if texts.contains(where: { $0.holds("%{") }) { try refuse("puts environment variables in for `%{...}`") }
            if rule.replacement.holds("{{") { try refuse("puts values of labels in for `{{...}}`") }
        }
    }
}

extension [UInt8] {
    /// Whether the two bytes stand in it, one after the other.
    fileprivate func holds(_ pair: String) -> Bool {
        let pair = Array(pair.utf8)
        return zip(self, dropFirst()).contains { $0 == pair.first && $1 == pair.last }
    }
}
