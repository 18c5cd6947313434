import LabelSets
import Manifests
import PromQL

/// The expressions that read metrics which a plan changes, be it through recording rules.
struct ReaderExpressions {
    /// Those at whose results somebody looks.
    private(set) var ends: [UsageExpression] = []
    /// Recording rules between them and the metrics.
    private(set) var rules: [UsageExpression] = []
    /// What of the metrics, and of what rules record of them, is read.
    private(set) var affected: Set<String>

    init(_ usage: Usage, reading metrics: Set<String>) {
        var names = metrics
        var waiting = usage.expressions.filter { $0.records != nil }
        while true {
            let known = names
            let reading = waiting.filter { Self.selects($0.expression, known) }
            guard !reading.isEmpty else { break }
            waiting.removeAll { Self.selects($0.expression, known) }
            rules += reading
            names.formUnion(reading.compactMap(\.records))
        }
        // A name is recorded by all its rules together.
        let known = names
        rules += waiting.filter { $0.records.map(known.contains) == true }
        rules.removeAll { $0.records.flatMap { usage.readers(of: $0) }?.ends.isEmpty != false }
        affected = known
        ends = usage.expressions.filter { $0.kind.isEnd && Self.selects($0.expression, known) }
    }

    var all: [UsageExpression] { ends + rules }

    var selectors: [Selector] { all.flatMap { $0.expression.selectors.map(\.selector) } }

    /// The rules as they are evaluated over series.
    var recordingRules: [RecordingRule] {
        let names = Set(rules.compactMap(\.records))
        return rules.compactMap { rule in
            guard let name = rule.records else { return nil }
            return RecordingRule(
                name: name, labels: rule.labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
                expression: rule.expression, reads: Self.metrics(of: rule.expression, among: names))
        }
    }

    /// The metrics that an expression reads in the end, of those that a plan changes.
    func changedMetrics(of expression: UsageExpression, among metrics: Set<String>) -> Set<String> {
        var names = Self.metrics(of: expression.expression, among: affected)
        while true {
            let more = rules.filter { $0.records.map(names.contains) == true }
                .reduce(into: names) { $0.formUnion(Self.metrics(of: $1.expression, among: affected)) }
            if more == names { return names.intersection(metrics) }
            names = more
        }
    }

    private static func selects(_ expression: Expression, _ metrics: Set<String>) -> Bool {
        expression.selectors.contains { selects($0.selector, metrics) }
    }

    /// Selectors of whatever there is are left out, as everywhere in a plan.
    static func selects(_ selector: Selector, _ metrics: Set<String>) -> Bool {
        if let names = selector.metricNames { return names.contains { metrics.contains($0) } }
        let matchers = selector.matchers.filter { $0.name == Matcher.nameLabel }
        guard !MetricPattern(names: nil, matchers: matchers).isEverything else { return false }
        return metrics.contains { name in matchers.allSatisfy { $0.matches(name) } }
    }

    private static func metrics(of expression: Expression, among metrics: Set<String>) -> Set<String> {
        metrics.filter { name in expression.selectors.contains { selects($0.selector, [name]) } }
    }
}
