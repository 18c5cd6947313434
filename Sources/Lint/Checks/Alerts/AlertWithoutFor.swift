import Manifests
import PromQL

/// A threshold that one evaluation is enough for.
enum AlertWithoutFor: Check {
    static let info = CheckInfo(
        "alert/missing-for", .info, isDefault: false,
        summary: "An alert on a threshold has no `for`: a single sample beyond it is enough to page.",
        rationale: """
            Without `for` an alert fires at the first evaluation that finds a value beyond the threshold and is resolved by the \
            next that does not. A spike, a late scrape or a restart pages somebody. Say with `for` how long it has to last.

            Expressions that look back themselves, as `increase(x[15m]) > 3` does, are left alone.
            """,
        faulty: [
            Example(
                rules: """
                    - alert: HighLoad
                      expr: ↓node_load1 > 20
                    """)
        ],
        clean: [
            Example(alert: "node_load1 > 20"),
            Example(
                rules: """
                    - alert: Rebooted
                      expr: changes(node_boot_time_seconds[15m]) > 0
                    """),
            Example(
                rules: """
                    - alert: HighLoad
                      expr: node_load1 > 20
                      keep_firing_for: 10m
                    """),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        guard rule.kind == .alerting, rule.for?.milliseconds ?? 0 == 0, rule.keepFiringFor == nil,
            !rule.isMasked, let expression = rule.parsed, Self.comparesNow(expression)
        else { return }
        context.report(
            "a single sample beyond the threshold is enough for this alert to fire", in: rule.expr,
            at: expression.range,
            advice: "say with `for` how long it has to last")
    }

    /// Whether a comparison is of samples as they are at the moment.
    private static func comparesNow(_ expression: Expression) -> Bool {
        var hasComparison = false
        var looksBack = false
        expression.visit { part in
            switch part.kind {
            case .binary(let operation) where operation.symbol.isComparison: hasComparison = true
            case .range, .subquery: looksBack = true
            default: break
            }
        }
        return hasComparison && !looksBack
    }
}
