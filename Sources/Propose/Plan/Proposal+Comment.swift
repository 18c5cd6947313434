import Manifests
package import Relabel

extension Proposal {
    /// What stands above its rules: `-812304 series, safe: 14 metrics that nothing reads`.
    package var comment: String { "-\(savings.series) series, \(verdict.kind.rawValue): \(summary)" }
}

extension RelabelRule {
    /// Its fields as they stand in prometheus.yml, a line each, the first behind a dash.
    package func configurationLines() throws(DialectRefusal) -> [String] {
        try YAMLRuleLines().rule(self).enumerated().map { ($0.offset == 0 ? "- " : "  ") + $0.element }
    }
}
