import Manifests
import PromQL

extension Rule {
    /// Every matcher that is written as one in the expression, with its selector.
    func forEachMatcher(_ body: (Matcher, MatcherText, Selector) -> Void) {
        for vector in parts.selectors {
            for matcher in vector.selector.matchers {
                guard let text = MatcherText(matcher, in: expr.value) else { continue }
                body(matcher, text, vector.selector)
            }
        }
    }
}

extension Rule {
    /// Every regular expression among the matchers, with its selector.
    func forEachPattern(_ body: (Matcher, MatcherText, Selector) -> Void) {
        for vector in parts.patternSelectors {
            for matcher in vector.selector.matchers where matcher.regex != nil {
                guard let text = MatcherText(matcher, in: expr.value) else { continue }
                body(matcher, text, vector.selector)
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
