import Manifests
import PromQL

/// An expression that no Prometheus would run.
enum ExpressionSyntax: Check {
    static let info = CheckInfo(
        "expr/syntax", .error,
        summary: "The expression is not valid PromQL.",
        rationale: """
            Prometheus refuses the whole file because of one expression that it cannot parse, or whose types do not fit: a \
            range vector where an instant vector is wanted, an operator between a string and a number.
            """,
        faulty: [
            Example(record: #"sum by (job) (rate(http_requests_total[5m])↓"#),
            Example(alert: #"rate(↓node_network_receive_errs_total) > 0"#, note: "rate() needs a range: `[5m]`."),
        ],
        clean: [Example(record: #"sum by (job) (rate(http_requests_total[5m]))"#)])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        guard let error = rule.expressionError, !FeatureGate.accepts(rule.expr.value, .everything) else { return }
        // With all features the first error may be another one, and that one is no matter of versions.
        var shown = error
        do throws(PromQLError) { _ = try Expression(parsing: rule.expr.value, as: .everything) } catch { shown = error }
        context.report(shown.message, in: rule.expr, at: shown.range, advice: shown.hint)
    }
}

extension Rule {
    /// Why Prometheus would refuse the expression.
    var expressionError: PromQLError? { if case .invalid(let error) = expression { error } else { nil } }
}
