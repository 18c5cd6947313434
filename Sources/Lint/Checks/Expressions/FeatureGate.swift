import Manifests
import PromQL

/// An expression that another version, or a feature flag, would accept.
enum FeatureGate: Check {
    static let info = CheckInfo(
        "expr/feature-gate", .error,
        summary: "The expression needs a feature flag, or a newer Prometheus than it is checked for.",
        rationale: """
            Experimental parts of PromQL are refused unless `--enable-feature` names them, and a file with one such expression \
            is refused as a whole. `--enable-feature` and `--prometheus-version` tell cardscan what the server is run with.
            """,
        faulty: [
            Example(alert: "↓mad_over_time(node_load1[1h]) > 4"),
            Example(record: "↓limitk(10, node_load1)"),
        ],
        clean: [Example(alert: "stddev_over_time(node_load1[1h]) > 4")])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        guard let error = rule.expressionError, let gate = Self.gate(of: rule, context) else { return }
        context.report(
            error.message, in: rule.expr, at: error.range,
            advice: "it is accepted by \(gate); tell `--prometheus-version` and `--enable-feature` if yours is so")
    }

    /// What would accept a rule's expression, in words; `nil` if nothing does.
    static func gate(of rule: Rule, _ context: FileContext) -> String? {
        let text = rule.expr.value
        guard accepts(text, .everything) else { return nil }
        let (version, features) = (context.settings.language.version, context.settings.language.features)
        let flags = Language.Feature.allCases.filter { !features.contains($0) }
        for flag in flags where accepts(text, Language(version: version, features: features.union([flag]))) {
            return "Prometheus \(version) with `--enable-feature=\(flag.rawValue)`"
        }
        let latest = Version.latest
        for minor in 0...latest.minor {
            let newer = Version(latest.major, minor)
            guard newer > version else { continue }
            if accepts(text, Language(version: newer, features: features)) { return "Prometheus \(newer)" }
            for flag in flags where accepts(text, Language(version: newer, features: features.union([flag]))) {
                return "Prometheus \(newer) with `--enable-feature=\(flag.rawValue)`"
            }
        }
        let names = flags.filter { flag in !accepts(text, Language(features: Set(flags).subtracting([flag]))) }
        return "Prometheus \(latest) with `--enable-feature=\(names.map(\.rawValue).joined(separator: ","))`"
    }

    static func accepts(_ text: String, _ language: Language) -> Bool {
        (try? Expression(parsing: text, as: language)) != nil
    }
}
