/// What came of one limit.
package struct BudgetRow: Sendable {
    package enum Status: Sendable, Equatable {
        case kept
        /// At or above the share that is warned at.
        case near
        case broken
        /// It could not be told; why.
        case unjudged(String)
    }

    /// What `used` and `limit` count.
    package enum Unit: String, Sendable {
        case series, values
        case share
        case seriesPerHour = "series_per_hour"
        case samplesPerSecond = "samples_per_second"
    }

    package let scope: BudgetScope
    package let kind: BudgetLimit.Kind
    package let unit: Unit
    package var used: Double?
    package let limit: Double
    /// What was used in the baseline.
    package var before: Double?
    package var status = Status.kept
    package let terms: BudgetTerms
    /// Bytes of the file: the limit.
    package let range: Range<Int>
    /// What belongs to the scope, whatever the limit is on: series, or of a label the values.
    package var figure: BudgetFigure?
    package var values: Int?
    /// Nothing in the sources belongs to it.
    package var isEmpty = false
    /// It stands for all that the file does not name; how many these are.
    package var standsFor: Int?

    init(_ scope: BudgetScope, _ limit: BudgetLimit, unit: Unit, terms: BudgetTerms) {
        self.scope = scope
        kind = limit.kind
        self.unit = unit
        switch limit.amount {
        case .count(let count): self.limit = Double(count)
        case .share(let share): self.limit = share
        }
        self.terms = terms
        range = limit.range
    }

    /// Used, as a share of the limit; nil where that is not known, or nothing is allowed.
    package var share: Double? {
        guard let used, limit > 0 else { return nil }
        return used / limit
    }

    /// How far it is beyond the limit or below it, for sorting: what is broken first.
    package var pressure: Double {
        guard let used else { return -.infinity }
        return limit > 0 ? used / limit : used > 0 ? .infinity : 0
    }

    /// Change since the baseline, as a share.
    package var trend: Double? {
        guard let used, let before, before > 0, kind != .growth else { return nil }
        return (used - before) / before
    }
}

/// What came of a budget file.
package struct BudgetResult: Sendable {
    package let file: BudgetFile
    /// In the order of the file. Of budgets for all that are not named: the one that comes closest to its limit, and all
    /// that come close to it.
    package var rows: [BudgetRow] = []
    /// Rows that are close or broken and were not listed.
    package var unlisted = 0
    /// Terms whose last day is over, in the order of the file.
    package var expired: [(scope: String, terms: BudgetTerms)] = []
    package var hasBaseline = false

    package init(file: BudgetFile) { self.file = file }

    package var broken: [BudgetRow] { rows.filter { $0.status == .broken } }
    package var near: [BudgetRow] { rows.filter { $0.status == .near } }
    package var unjudged: [BudgetRow] {
        rows.filter { if case .unjudged = $0.status { true } else { false } }
    }
}
