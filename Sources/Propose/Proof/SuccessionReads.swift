import PromQL

/// Reads to which two series that succeed each other are not the same as one.
///
/// A label set at one time tells nothing of it: `count_over_time(x[1h])` has two results where a pod was replaced, and
/// one when the label that told the pods apart is gone; the value of `max_over_time` is of another series.
struct SuccessionReads {
    /// Restarts are taken out of what these compute, and the start of another series is as good as one.
    private static let tolerant: Set<String> = ["rate", "irate", "increase", "absent_over_time"]

    /// What looks at series of these metrics one by one over time, in words, and at which of them; nil for nothing.
    static func find(in expression: Expression, of metrics: Set<String>) -> (words: String, metrics: Set<String>)? {
        var tolerated: [Range<Int>] = []
        var found: (words: String, metrics: Set<String>)?
        func add(_ words: String, _ selector: Selector) {
            let selected = metrics.filter { ReaderExpressions.selects(selector, [$0]) }
            guard !selected.isEmpty else { return }
            found = (found?.words ?? words, (found?.metrics ?? []).union(selected))
        }
        var subqueries: [Expression] = []
        expression.visit { part in
            switch part.kind {
            case .call(let call):
                for argument in call.arguments {
                    guard case .range(let range) = argument.unwrapped.kind else { continue }
                    let selector = range.vector.selector
                    if Self.tolerant.contains(call.function.name) {
                        tolerated.append(selector.range)
                    } else {
                        add("`\(call.function.name)()`", selector)
                    }
                }
            case .subquery(let subquery): subqueries.append(subquery.expression)
            default: break
            }
        }
        for subquery in subqueries {
            for vector in subquery.selectors where !tolerated.contains(vector.selector.range) {
                add("a subquery", vector.selector)
            }
        }
        return found
    }
}
