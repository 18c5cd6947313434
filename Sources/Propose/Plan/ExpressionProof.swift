/// What the expressions of rules and dashboards have of the series before and after the chosen rules.
///
/// Verdicts say which labels and values readers need; here their whole expressions are evaluated, over the label sets
/// as they are and as they would be.
package struct ExpressionProof: Sendable {
    /// An expression whose result would be another.
    package struct Change: Sendable, Equatable {
        package let reader: NamedReader
        /// What becomes of it, in words.
        package let reason: String
    }

    /// Expressions that read metrics which the rules change.
    package var expressions = 0
    /// Those whose result has the same series and the same values of labels.
    package var same = 0
    /// Those of which only bounds are known, which differ.
    package var undecided = 0
    /// Those that would differ: proposals that change what they read were taken back.
    package var changes: [Change] = []

    package init() {}
}
