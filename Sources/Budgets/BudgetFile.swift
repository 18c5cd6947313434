package import PromQL
package import YAML

/// What a team agreed to spend: a budget file, read.
package struct BudgetFile: Sendable {
    package let path: String
    package let source: SourceText
    /// What a server holds now, or everything of the window.
    package var counted = CountedSeries.active
    /// Of budgets that say nothing of it, and of the whole file: `--warn-at` outranks it.
    package var warnAt: Double?
    /// Milliseconds between two scrapes, where a budget says nothing of it.
    package var scrapeInterval: Int64?
    package var owner: String?

    package var total: BudgetTerms?
    package var selectors: [SelectorBudget] = []
    package var metrics: BudgetSet?
    package var labels: BudgetSet?
    package var groups: [GroupBudget] = []

    package init(path: String, source: SourceText) {
        self.path = path
        self.source = source
    }

    /// Nothing in it can be broken.
    package var isEmpty: Bool {
        total == nil && selectors.isEmpty && metrics == nil && labels == nil && groups.isEmpty
    }
}

/// Which series a budget counts.
package enum CountedSeries: String, Sendable, CaseIterable {
    /// Those with a recent sample: what is in a server's memory. All, where times are not known.
    case active
    /// Those with a sample in the window.
    case all
}

/// What is allowed, to whom, why, and until when.
package struct BudgetTerms: Sendable {
    package var limits: [BudgetLimit] = []
    package var owner: String?
    package var reason: String?
    package var expires: BudgetExpiry?
    /// Share of a limit at which to warn.
    package var warnAt: Double?
    package var scrapeInterval: Int64?
    /// Bytes of the file: the key or the name it stands under.
    package let range: Range<Int>

    package init(range: Range<Int>) { self.range = range }

    /// The terms with what `others` say where these say nothing.
    package func completed(by others: BudgetTerms?) -> BudgetTerms {
        guard let others else { return self }
        var terms = self
        terms.limits += others.limits.filter { other in !limits.contains { $0.kind == other.kind } }
        terms.owner = owner ?? others.owner
        terms.reason = reason ?? others.reason
        terms.warnAt = warnAt ?? others.warnAt
        terms.scrapeInterval = scrapeInterval ?? others.scrapeInterval
        return terms
    }
}

/// One number that must not be exceeded.
package struct BudgetLimit: Sendable, Equatable {
    /// Raw values are the keys of the file.
    package enum Kind: String, Sendable, CaseIterable {
        case series
        /// Distinct values of a label.
        case values
        /// New series an hour.
        case churn
        /// More series than in the baseline.
        case growth
        case samplesPerSecond = "samples_per_second"
    }

    package let kind: Kind
    package let amount: BudgetQuantity
    /// Bytes of the file.
    package let range: Range<Int>

    package init(_ kind: Kind, _ amount: BudgetQuantity, range: Range<Int>) {
        self.kind = kind
        self.amount = amount
        self.range = range
    }
}

/// The last day on which a budget holds.
package struct BudgetExpiry: Sendable, Equatable {
    /// `2027-01-31`, so that the order of texts is that of days.
    package let date: String
    package let range: Range<Int>

    package init(date: String, range: Range<Int>) {
        self.date = date
        self.range = range
    }
}

/// A budget for what a selector accepts.
package struct SelectorBudget: Sendable {
    /// As written.
    package let text: String
    package let matchers: [Matcher]
    package var terms: BudgetTerms

    package init(text: String, matchers: [Matcher], terms: BudgetTerms) {
        self.text = text
        self.matchers = matchers
        self.terms = terms
    }
}

/// Budgets of all metrics, or of all labels: the same for each, but for those that are named.
package struct BudgetSet: Sendable {
    package var standard: BudgetTerms?
    package var named: [(name: String, terms: BudgetTerms)] = []

    package init() {}
}

/// Budgets of groups of series, by the values of some labels.
package struct GroupBudget: Sendable {
    package var by: [String] = []
    /// Groups are made of what it accepts; nil of everything.
    package var selector: SelectorBudget?
    package var standard: BudgetTerms?
    /// A value for each label of `by`.
    package var named: [(values: [String], terms: BudgetTerms)] = []

    package init() {}
}
