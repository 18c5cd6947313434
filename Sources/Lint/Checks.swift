/// Every check there is, in the order of their names.
package enum Checks {
    package static let all: [any Check.Type] = [
        InhibitedAlert.self,
        UnroutableAlert.self,
        DependencyCycle.self,
        OrderInGroup.self,
        DuplicateRule.self,
        ContradictoryComparison.self,
        ContradictoryMatchers.self,
        DeadAlternative.self,
        EmptyAlternative.self,
        EqualityLooksLikeRegex.self,
        MatchesEverything.self,
        RedundantAnchor.self,
        RegexForOneValue.self,
        RecordingName.self,
        DropsEverything.self,
        IntegerBucketBound.self,
        MetaLabelInMetricRelabelling.self,
        UnanchoredBelief.self,
    ]
}
