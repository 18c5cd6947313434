import Manifests
import PromQL

extension Rule {
    /// Every matcher that is written as one in the expression, with its selector.
    func forEachMatcher(_ body: (Matcher, Selector) -> Void) {
        for vector in parts.selectors {
            let matchers = vector.selector.matchers
            // By position: a matcher is large, and seldom one that there is something to say about.
            for index in matchers.indices where MatcherText.isWritten(matchers[index], in: expr.value) {
                body(matchers[index], vector.selector)
            }
        }
    }
}

extension Rule {
    /// Every regular expression among the matchers, with its selector.
    func forEachPattern(_ body: (Matcher, Selector) -> Void) {
        for vector in parts.patternSelectors {
            let matchers = vector.selector.matchers
            for index in matchers.indices where matchers[index].regex != nil {
                body(matchers[index], vector.selector)
            }
        }
    }
}

extension Matcher {
    /// Whether it is a regular expression with a bar in it.
    var hasAlternatives: Bool { type.isRegex && bytes.contains(UInt8(ascii: "|")) }
}

extension Matcher.MatchType {
    var isRegex: Bool { self == .regex || self == .notRegex }
    var isNegative: Bool { self == .notEqual || self == .notRegex }
    /// The operator that takes a regular expression where this one takes a text.
    var withRegex: Matcher.MatchType { isNegative ? .notRegex : .regex }
    var withoutRegex: Matcher.MatchType { isNegative ? .notEqual : .equal }
}
