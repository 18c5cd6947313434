package import Cardinality
package import PromQL

/// Series of one scope, as a source or an earlier report counts them.
package struct BudgetFigure: Sendable, Equatable {
    package var series: Int
    package var active: Int?
    package var new: Int?

    package init(series: Int, active: Int? = nil, new: Int? = nil) {
        self.series = series
        self.active = active
        self.new = new
    }

    package init(_ counts: SeriesCounts) { self.init(series: counts.series, active: counts.active, new: counts.new) }

    func counted(_ counted: CountedSeries) -> Int { counted == .active ? active ?? series : series }
}

/// Everything that budgets are judged by, of one set of sources or of one earlier report.
package struct BudgetFigures: Sendable {
    package var total: BudgetFigure?
    /// By name; the empty one for series without a name.
    package var metrics: [String: BudgetFigure] = [:]
    /// Whether a metric that is not in `metrics` has no series. Earlier reports may list only the largest.
    package var hasAllMetrics = true
    /// Distinct values by label.
    package var labels: [String: Int] = [:]
    package var hasAllLabels = true
    /// By selector as written. Those of earlier reports are there only where these had the same budget.
    package var selectors: [String: BudgetFigure] = [:]
    package var groups: [BudgetScope: BudgetFigure] = [:]
    /// Ways of grouping of which every group is known, by a group without values.
    package var wholeGroupings: Set<BudgetScope> = []
    /// Hours from the first to the last sample; nil where times are not known.
    package var hours: Double?
    /// Whether series can be told to be new: the window is longer than `--active-within`.
    package var knowsNew = false
    /// Samples a second over the window; nil where sources do not tell.
    package var samplesPerSecond: Double?
    /// Samples a second that a stream measured, by what they are of: surer than what follows from scrape intervals.
    package var measuredRates: [BudgetScope: Double] = [:]

    package init() {}

    /// Series of a scope; nil where it is not known how many.
    package func figure(of scope: BudgetScope) -> BudgetFigure? {
        switch scope {
        case .total: total
        case .selector(let text): selectors[text]
        case .metric(let name): metrics[name] ?? (hasAllMetrics ? BudgetFigure(series: 0, active: 0) : nil)
        case .label: nil
        case .group(let by, _, let selector):
            groups[scope]
                ?? (wholeGroupings.contains(.group(by: by, values: [], selector: selector))
                    ? BudgetFigure(series: 0, active: 0) : nil)
        }
    }

    package func values(of label: String) -> Int? { labels[label] ?? (hasAllLabels ? 0 : nil) }
}

/// What has to be counted for a budget file, and how to read the answer.
package struct BudgetQuestions: Sendable {
    private let file: BudgetFile

    package init(_ file: BudgetFile) { self.file = file }

    /// In one pass over the series: selectors first, then groups.
    package var breakdowns: [SeriesBreakdown] {
        file.selectors.map { SeriesBreakdown(matchers: $0.matchers) }
            + file.groups.map { SeriesBreakdown(matchers: $0.selector?.matchers ?? [], by: $0.by) }
    }

    /// What accepts the series of a selector's or a group's scope and no others.
    package func matchers(of scope: BudgetScope) -> [Matcher] {
        switch scope {
        case .total, .metric, .label: []
        case .selector(let text): file.selectors.first { $0.text == text }?.matchers ?? []
        case .group(let by, let values, let selector):
            // No regular expression is made, so that none can be refused.
            (file.groups.first { $0.by == by && $0.selector?.text == selector }?.selector?.matchers ?? [])
                + zip(by, values).compactMap { try? Matcher(name: $0, type: .equal, value: $1) }
        }
    }

    /// - Parameters:
    ///   - report: Of an analysis that was asked `breakdowns`.
    ///   - isWhole: Whether all series of the sources were counted, so that their samples are those of the series.
    package func figures(_ report: CardinalityReport, isWhole: Bool) -> BudgetFigures {
        var figures = BudgetFigures()
        figures.total = BudgetFigure(report.totals.counts)
        for metric in report.metrics { figures.metrics[metric.name] = BudgetFigure(metric.counts) }
        for label in report.labels { figures.labels[label.name] = label.values }
        for (budget, rows) in zip(file.selectors, report.breakdowns) {
            let knowsTimes = report.totals.counts.active != nil
            let none = knowsTimes ? BudgetFigure(series: 0, active: 0, new: 0) : BudgetFigure(series: 0)
            figures.selectors[budget.text] = rows.first.map { BudgetFigure($0.counts) } ?? none
        }
        for (budget, rows) in zip(file.groups, report.breakdowns.dropFirst(file.selectors.count)) {
            figures.wholeGroupings.insert(.group(by: budget.by, values: [], selector: budget.selector?.text))
            for row in rows {
                // To Prometheus a label that is absent and one that is empty are the same.
                let values = row.values.map { $0.map(report.text(of:)) ?? "" }
                let scope = BudgetScope.group(by: budget.by, values: values, selector: budget.selector?.text)
                figures.groups[scope] = BudgetFigure(row.counts)
            }
        }
        if let window = report.window {
            figures.hours = window.hours
            figures.knowsNew = window.hours * 3_600_000 > Double(window.activeWithin)
            if isWhole, let samples = report.totals.samples, window.hours > 0 {
                figures.samplesPerSecond = Double(samples) / (window.hours * 3600)
            }
        }
        return figures
    }
}
