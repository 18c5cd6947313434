import Manifests
import PromQL

/// The expressions that read metrics which a plan changes.
struct ReaderExpressions {
    let expressions: [UsageExpression]

    /// Recording rules that nobody reads through are left out, as nobody is said to read what they read.
    init(_ usage: Usage, reading metrics: Set<String>) {
        expressions = usage.expressions.filter { expression in
            if let name = expression.records, usage.readers(of: name)?.ends.isEmpty != false { return false }
            return expression.expression.selectors.contains { Self.selects($0.selector, metrics) }
        }
    }

    /// Selectors of whatever there is are left out, as everywhere in a plan.
    static func selects(_ selector: Selector, _ metrics: Set<String>) -> Bool {
        if let names = selector.metricNames { return names.contains { metrics.contains($0) } }
        let matchers = selector.matchers.filter { $0.name == Matcher.nameLabel }
        guard !MetricPattern(names: nil, matchers: matchers).isEverything else { return false }
        return metrics.contains { name in matchers.allSatisfy { $0.matches(name) } }
    }

    /// The metrics among these that an expression selects.
    static func metrics(of expression: Expression, among metrics: Set<String>) -> Set<String> {
        metrics.filter { name in expression.selectors.contains { selects($0.selector, [name]) } }
    }
}
