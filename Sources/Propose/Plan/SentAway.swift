package import Relabel

/// Series that no scrape's rules reach and nothing reads, such as the results of recording rules: rules of `remote_write`
/// keep them from being sent. They stay in this server.
package struct SentAway: Sendable, Equatable {
    package let url: String
    /// Sorted.
    package let metrics: [String]
    package let series: Int

    package var rules: [RelabelRule] { MetricFinding.dropRules(metrics) }

    var section: RuleSection {
        let comment = "-\(series) series sent: \(metrics.count) metrics out of reach of scrapes that nothing reads"
        return RuleSection(
            .remoteWrite(url: url),
            rules: rules.enumerated().map { CommentedRule($0.element, comment: $0.offset == 0 ? comment : "") })
    }
}
