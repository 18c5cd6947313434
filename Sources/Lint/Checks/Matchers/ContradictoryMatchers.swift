import Manifests
import PromQL
import Regex

/// `{a="1", a="2"}`: conditions that no series can satisfy together.
enum ContradictoryMatchers: Check {
    static let info = CheckInfo(
        "matcher/contradiction", .error,
        summary: "Matchers on one label exclude each other, so that the selector never selects anything.",
        rationale: """
            All matchers of a selector have to hold at once. When two of them exclude each other the selector is empty for \
            ever: an alert on it never fires, and nothing in Prometheus says so.
            """,
        faulty: [
            Example(alert: #"up{job="api", ↓job="web"} == 0"#),
            Example(alert: #"http_requests_total{code=~"200|204", ↓code=~"5.."} > 0"#),
            Example(alert: #"up{job="api", ↓job!~"a.*"} == 0"#),
            Example(alert: #"up{job!="", ↓job=""} == 0"#),
        ],
        clean: [
            Example(alert: #"up{job=~"api|web", job!="web"} == 0"#),
            Example(alert: #"up{job=~"a.*", job=~".*b"} == 0"#),
            Example(alert: #"up{job="api", instance="api"} == 0"#),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        for vector in rule.parts.selectors where vector.selector.namesLabelTwice {
            var byLabel: [String: [Matcher]] = [:]
            for matcher in vector.selector.matchers { byLabel[matcher.name, default: []].append(matcher) }
            for (name, matchers) in byLabel.sorted(by: { $0.key < $1.key }) where matchers.count > 1 {
                guard let last = Self.contradiction(matchers) else { continue }
                let texts = matchers.map { "`\($0)`" }.joined(separator: " and ")
                context.report(
                    "no series can have \(texts): the selector is always empty", in: rule.expr,
                    at: last.range.isEmpty ? vector.selector.range : last.range,
                    advice: "keep the condition on \(name) that is meant, or join them by `|` in one `=~`")
            }
        }
    }

    /// The matcher at which nothing is left; `nil` while something may be.
    ///
    /// Only matchers that list their values can prove it: that two patterns never match the same is not tried.
    private static func contradiction(_ matchers: [Matcher]) -> Matcher? {
        guard let listing = matchers.first(where: { $0.possibleValues != nil }), var left = listing.possibleValues
        else {
            return nil
        }
        var culprit: Matcher?
        for matcher in matchers where matcher != listing || matcher.range != listing.range {
            let before = left.count
            left.removeAll { !matcher.matches($0) }
            if left.isEmpty, before > 0, culprit == nil { culprit = matcher }
        }
        guard let culprit else { return nil }
        return culprit.range.lowerBound < listing.range.lowerBound ? listing : culprit
    }
}

extension Matcher {
    /// All values that satisfy it, if they are few; the empty one stands for a missing label too.
    var possibleValues: [String]? {
        switch type {
        case .equal: [value]
        case .regex: regex?.onlyValues
        case .notEqual, .notRegex: nil
        }
    }
}

extension Selector {
    /// Whether there are two matchers of one label.
    fileprivate var namesLabelTwice: Bool {
        matchers.indices.contains { index in
            let name = matchers[index].name
            return matchers[..<index].contains { $0.name == name }
        }
    }
}
