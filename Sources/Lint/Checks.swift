/// Every check there is, in the order of their names.
package enum Checks {
    package static let all: [any Check.Type] = [
        DependencyCycle.self,
        OrderInGroup.self,
        DuplicateRule.self,
        ContradictoryMatchers.self,
        DeadAlternative.self,
        EmptyAlternative.self,
        EqualityLooksLikeRegex.self,
        MatchesEverything.self,
        RedundantAnchor.self,
        RegexForOneValue.self,
    ]
}
