import PromQL

/// A recording rule by the series that it writes.
struct RecordedRule {
    let name: String
    let query: UsageQuery
    /// Labels that the rule sets, whatever the expression has; `nil` for values that are only known when it runs.
    let labels: [String: String?]
    /// Whether labels of the result are those of the series that it reads, as far as they are there.
    let keepsValues: Bool

    init(name: String, query: UsageQuery, labels: [String: String?]) {
        self.name = name
        self.query = query
        self.labels = labels
        var keeps = true
        query.expression.visit { expression in
            switch expression.kind {
            case .call(let call) where ["label_replace", "label_join", "info"].contains(call.function.name):
                keeps = false
            case .call(let call) where call.function.name == "histogram_quantiles": keeps = false
            case .aggregation(let aggregation)
            where aggregation.aggregator == .countValues || aggregation.aggregator.selectsSeries:
                // Which series `topk` takes depends on the others.
                keeps = false
            case .binary(let operation) where !operation.matching.include.isEmpty: keeps = false
            default: break
            }
        }
        keepsValues = keeps
    }

    /// Whether series of the rule can be among those that a reader selects.
    func canBeRead(by reader: UsageReader) -> Bool {
        (reader.matchers + reader.passedMatchers).allSatisfy { matcher in
            guard let value = labels[matcher.name], let value else { return true }
            return matcher.matches(value)
        }
    }
}
