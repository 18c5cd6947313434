import Manifests

/// Sections as part of a prometheus.yml: `scrape_configs` by job, and `remote_write`.
///
/// It is a configuration that Prometheus loads, so that it can be checked, and is meant to be merged by hand or by a
/// tool: lists of rules are appended to what the job has.
package struct PrometheusFragment: Sendable {
    package let sections: [RuleSection]

    package init(_ sections: [RuleSection]) { self.sections = sections }

    package func text() throws(DialectRefusal) -> String {
        let lines =
            try ScrapeLines().scrapeConfigs(sections, indent: 0) + remoteWrite()
            + RuleSection.commentsOnUnknown(sections)
        return lines.map { $0 + "\n" }.joined()
    }

    private func remoteWrite() throws(DialectRefusal) -> [String] {
        var lines: [String] = []
        for section in sections {
            guard case .remoteWrite(let url) = section.destination else { continue }
            if lines.isEmpty { lines.append("remote_write:") }
            lines += CommentLines.of(section.comment, indent: 2)
            if url == nil { lines += CommentLines.of(RuleSection.placeholderComment, indent: 2) }
            lines.append("  - url: " + YAMLText.scalar(url ?? RuleSection.placeholderURL))
            lines.append("    write_relabel_configs:")
            lines += try YAMLRuleLines().list(section.rules, indent: 6)
        }
        return lines
    }
}

/// `scrape_configs` as Prometheus and the programs that took over its format read them.
struct ScrapeLines {
    var rules = YAMLRuleLines()
    /// Limits that the program does not know become a comment.
    var knownLimits: Set<ScrapeLimit.Key> = Set(ScrapeLimit.Key.allCases)

    func scrapeConfigs(_ sections: [RuleSection], indent: Int) throws(DialectRefusal) -> [String] {
        let start = String(repeating: " ", count: indent)
        var lines: [String] = []
        var seen: Set<String> = []
        for section in sections {
            guard case .job(let job, _) = section.destination else { continue }
            guard seen.insert(job).inserted else {
                throw DialectRefusal("two sections for the job `\(job)`: Prometheus knows one list of rules for a job")
            }
            if lines.isEmpty { lines.append(start + "scrape_configs:") }
            lines += CommentLines.of(section.comment, indent: indent + 2)
            lines.append(start + "  - job_name: " + rules.scalar(job))
            for limit in section.limits {
                lines += CommentLines.of(limit.comment, indent: indent + 4)
                let isKnown = knownLimits.contains(limit.key)
                let advice = isKnown ? "" : "# not known to this program: "
                lines.append(start + "    \(advice)\(limit.key.rawValue): \(limit.value)")
            }
            guard !section.rules.isEmpty else { continue }
            lines.append(start + "    metric_relabel_configs:")
            lines += try rules.list(section.rules, indent: indent + 6)
        }
        return lines
    }
}
