/// How many series one step had to do with.
package struct StepTally: Sendable, Equatable {
    /// Series that no earlier step dropped.
    package var reached = 0
    /// Of these, those it matches: by its pattern; keepequal and dropequal by equal values; hashmod, lowercase and
    /// uppercase all; labelmap those with a label it copies; labeldrop and labelkeep those with a label they remove.
    package var matched = 0
    package var dropped = 0
    /// Series whose labels it changed.
    package var changed = 0

    package init(reached: Int = 0, matched: Int = 0, dropped: Int = 0, changed: Int = 0) {
        self.reached = reached
        self.matched = matched
        self.dropped = dropped
        self.changed = changed
    }

    package static func + (one: StepTally, other: StepTally) -> StepTally {
        StepTally(
            reached: one.reached + other.reached, matched: one.matched + other.matched,
            dropped: one.dropped + other.dropped, changed: one.changed + other.changed)
    }
}
