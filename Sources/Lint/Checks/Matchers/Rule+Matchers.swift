import Manifests
import PromQL

extension Rule {
    /// Every matcher that is written as one in the expression, with its selector.
    func forEachMatcher(_ body: (Matcher, MatcherText, Selector) -> Void) {
        guard let parsed else { return }
        for vector in parsed.selectors {
            for matcher in vector.selector.matchers {
                guard let text = MatcherText(matcher, in: expr.value) else { continue }
                body(matcher, text, vector.selector)
            }
        }
    }
}

extension Matcher.MatchType {
    var isRegex: Bool { self == .regex || self == .notRegex }
    var isNegative: Bool { self == .notEqual || self == .notRegex }
    /// The operator that takes a regular expression where this one takes a text.
    var withRegex: Matcher.MatchType { isNegative ? .notRegex : .regex }
    var withoutRegex: Matcher.MatchType { isNegative ? .notEqual : .equal }
}
