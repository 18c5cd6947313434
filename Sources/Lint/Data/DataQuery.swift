package import LabelSets
package import Manifests
package import PromQL

/// An expression of a rule or a dashboard that is checked against series.
package struct DataQuery: Sendable {
    /// What asks.
    package enum Owner: Sendable {
        case rule(Rule, in: RuleGroup)
        case panel(String)
    }

    package let owner: Owner
    package let expression: Expression
    /// Of the whole expression; `nil` where variables decide what it selects.
    package let evaluation: Evaluation?
    /// Parts of the expression that hold for certain: those without variables.
    private let variables: [Range<Int>]
    private let place: @Sendable (Range<Int>) -> Range<Int>

    /// The rule, where it is one.
    package var rule: Rule? { if case .rule(let rule, _) = owner { rule } else { nil } }

    package var name: String {
        switch owner {
        case .rule(let rule, _): rule.name.value
        case .panel(let words): words
        }
    }

    init?(_ rule: Rule, in group: RuleGroup, _ grounding: Grounding) {
        guard let expression = rule.parsed, !rule.isMasked else { return nil }
        owner = .rule(rule, in: group)
        self.expression = expression
        evaluation = Evaluation(expression, over: grounding.index)
        variables = []
        let scalar = rule.expr
        place = { scalar.fileRange(of: $0) }
    }

    init?(_ query: DashboardQuery, _ grounding: Grounding) {
        guard !query.isGuessed, case .expression(let masked) = query.kind, let expression = masked.parsed,
            !masked.placeholders.contains(where: { $0.role == .syntax })
        else { return nil }
        owner = .panel(query.owner)
        self.expression = expression
        let isWhole = masked.placeholders.allSatisfy { $0.role == .number }
        evaluation = isWhole ? Evaluation(expression, over: grounding.index) : nil
        variables = masked.placeholders.map(\.range)
        place = { masked.fileRange(of: $0) }
    }

    /// Where bytes of the expression stand in the file.
    package func fileRange(of range: Range<Int>) -> Range<Int> { place(range) }

    /// Whether bytes of the expression are as written.
    package func isWritten(_ range: Range<Int>) -> Bool { !variables.contains { $0.overlaps(range) } }

    /// The selectors that are read for what they select. What stands in `absent()` is asked for because it may be
    /// missing.
    package var selectors: [VectorSelector] {
        let absent = absentRanges
        return expression.selectors.filter { vector in
            !absent.contains { $0.contains(vector.selector.range.lowerBound) }
        }
    }

    private var absentRanges: [Range<Int>] {
        var ranges: [Range<Int>] = []
        expression.visit { part in
            if case .call(let call) = part.kind, ["absent", "absent_over_time"].contains(call.function.name) {
                ranges.append(part.range)
            }
        }
        return ranges
    }

    /// The milliseconds before its evaluation that it reads, as far as they are written down.
    package var reach: Int64 { expression.reach }
}
