import Manifests

/// Sections for the prometheus receiver of the OpenTelemetry collector, which holds a Prometheus configuration in which
/// every `$` is doubled.
package struct CollectorFragment: Sendable {
    package let sections: [RuleSection]

    package init(_ sections: [RuleSection]) { self.sections = sections }

    package func text() throws(DialectRefusal) -> String {
        for section in sections {
            if case .remoteWrite = section.destination {
                throw DialectRefusal(
                    "the collector's exporters relabel nothing: put rules for what is sent away into the receiver, "
                        + "or into a filter processor")
            }
        }
        let scrapes = ScrapeLines(rules: YAMLRuleLines(doublesDollars: true))
        let lines =
            try ["receivers:", "  prometheus:", "    config:"] + scrapes.scrapeConfigs(sections, indent: 6)
            + RuleSection.commentsOnUnknown(sections)
        return lines.map { $0 + "\n" }.joined()
    }
}
