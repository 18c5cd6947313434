import YAML

/// Unit tests of rules, as `promtool test rules` runs them: what they ask of the rules.
package struct RuleTests: Sendable {
    /// Of `promql_expr_test`.
    package var expressions: [ManifestScalar] = []
    /// Of `alert_rule_test`, by the alert's name.
    package var alerts: [ManifestScalar] = []
}

extension PartReader {
    func ruleTests(_ mapping: YAMLMapping) -> RuleTests {
        var found = RuleTests()
        for test in mapping["tests"]?.sequence ?? [] {
            for node in test.mapping?["promql_expr_test"]?.sequence ?? [] {
                if let scalar = scalar(node.mapping?["expr"]) { found.expressions.append(scalar) }
            }
            for node in test.mapping?["alert_rule_test"]?.sequence ?? [] {
                if let scalar = scalar(node.mapping?["alertname"]) { found.alerts.append(scalar) }
            }
        }
        return found
    }
}
