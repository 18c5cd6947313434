/// Judges figures by a budget file.
package struct BudgetJudge {
    private let file: BudgetFile
    private let now: BudgetFigures
    private let before: BudgetFigures?
    private let settings: BudgetSettings
    private var result: BudgetResult
    /// Rows of one set that are listed; a budget that all of ten thousand metrics break is one message, not so many.
    private static let listed = 100

    package static func judge(
        _ file: BudgetFile, _ now: BudgetFigures, before: BudgetFigures?, _ settings: BudgetSettings
    ) -> BudgetResult {
        var judge = BudgetJudge(file, now, before, settings)
        judge.run()
        return judge.result
    }

    private init(_ file: BudgetFile, _ now: BudgetFigures, _ before: BudgetFigures?, _ settings: BudgetSettings) {
        self.file = file
        self.now = now
        self.before = before
        self.settings = settings
        result = BudgetResult(file: file)
        result.hasBaseline = before != nil
    }

    private mutating func run() {
        if let terms = file.total { add(.total, terms) }
        for budget in file.selectors { add(.selector(budget.text), budget.terms) }
        if let metrics = file.metrics {
            add(metrics, all: now.metrics.keys.sorted()) { .metric($0) }
        }
        if let labels = file.labels {
            // What metrics are called is no label that anybody could leave out: `default` is not meant for it.
            add(labels, all: now.labels.keys.filter { $0 != "__name__" }.sorted()) { .label($0) }
        }
        for budget in file.groups { add(budget) }
    }

    private mutating func add(_ set: BudgetSet, all: [String], _ scope: (String) -> BudgetScope) {
        for (name, terms) in set.named { add(scope(name), terms.completed(by: set.standard)) }
        let named = Set(set.named.map(\.name))
        add(standard: set.standard, all.filter { !named.contains($0) }.map(scope), set.standard.map { _ in "default" })
    }

    private mutating func add(_ budget: GroupBudget) {
        func scope(_ values: [String]) -> BudgetScope {
            .group(by: budget.by, values: values, selector: budget.selector?.text)
        }
        for (values, terms) in budget.named { add(scope(values), terms.completed(by: budget.standard)) }
        let named = Set(budget.named.map { scope($0.values) })
        let all = now.groups.keys.filter { other in
            guard case .group(budget.by, _, budget.selector?.text) = other else { return false }
            return !named.contains(other)
        }
        add(standard: budget.standard, all.sorted { $0.text < $1.text }, budget.by.joined(separator: ","))
    }

    /// A row for each limit.
    private mutating func add(_ scope: BudgetScope, _ terms: BudgetTerms) {
        noteExpiry(of: terms, scope.text)
        for limit in terms.limits { result.rows.append(row(scope, limit, terms)) }
    }

    /// The same limits for each of many.
    private mutating func add(standard terms: BudgetTerms?, _ scopes: [BudgetScope], _ name: String?) {
        guard let terms else { return }
        noteExpiry(of: terms, "default of \(name ?? "all")")
        for limit in terms.limits {
            var rows = scopes.map { row($0, limit, terms) }
            rows.sort { ($1.pressure, $0.scope.text) < ($0.pressure, $1.scope.text) }
            guard !rows.isEmpty else { continue }
            rows[0].standsFor = scopes.count
            let shown = max(1, rows.prefix { $0.status == .broken || $0.status == .near }.count)
            result.rows += rows.prefix(min(shown, Self.listed))
            result.unlisted += max(0, shown - Self.listed)
        }
    }

    private mutating func noteExpiry(of terms: BudgetTerms, _ scope: String) {
        if let expires = terms.expires, expires.date < settings.today { result.expired.append((scope, terms)) }
    }

    // MARK: One limit

    private func row(_ scope: BudgetScope, _ limit: BudgetLimit, _ terms: BudgetTerms) -> BudgetRow {
        var terms = terms
        terms.owner = terms.owner ?? file.owner
        var row = BudgetRow(scope, limit, unit: unit(of: limit), terms: terms)
        measure(&row, limit)
        row.isEmpty = isEmpty(scope)
        row.figure = now.figure(of: scope)
        if case .label(let name) = scope { row.values = now.values(of: name) }
        guard let used = row.used else { return row }
        let warnAt = settings.warnAt ?? terms.warnAt ?? file.warnAt
        if used > row.limit {
            row.status = .broken
        } else if let warnAt, row.limit > 0, used >= warnAt * row.limit {
            row.status = .near
        }
        return row
    }

    private func unit(of limit: BudgetLimit) -> BudgetRow.Unit {
        if case .share = limit.amount { return .share }
        return switch limit.kind {
        case .series: .series
        case .values: .values
        case .growth: .series
        case .churn: .seriesPerHour
        case .samplesPerSecond: .samplesPerSecond
        }
    }

    private func isEmpty(_ scope: BudgetScope) -> Bool {
        if case .label(let name) = scope { return now.values(of: name) == 0 }
        return now.figure(of: scope)?.series == 0
    }

    private func measure(_ row: inout BudgetRow, _ limit: BudgetLimit) {
        row.before = before.flatMap { used(row, limit, in: $0) }
        switch limit.kind {
        case .growth: grow(&row, limit)
        case .churn where !now.knowsNew:
            row.status = .unjudged("new series only show in times, over longer than --active-within")
        case .samplesPerSecond where used(row, limit, in: now) == nil:
            row.status = .unjudged("the sources do not tell their samples; `scrape_interval` says how many follow")
        case .series, .values, .churn, .samplesPerSecond: row.used = used(row, limit, in: now)
        }
    }

    private func used(_ row: BudgetRow, _ limit: BudgetLimit, in figures: BudgetFigures) -> Double? {
        if limit.kind == .growth { return nil }
        if case .label(let name) = row.scope { return figures.values(of: name).map(Double.init) }
        guard let figure = figures.figure(of: row.scope) else { return nil }
        let series = Double(figure.counted(file.counted))
        switch limit.kind {
        case .series: return series
        case .values, .growth: return nil
        case .churn:
            guard figures.knowsNew, let new = figure.new, let hours = figures.hours, hours > 0 else { return nil }
            let perHour = Double(new) / hours
            guard case .share = limit.amount else { return perHour }
            return figure.series > 0 ? perHour / Double(figure.series) : 0
        case .samplesPerSecond:
            if let rate = figures.measuredRates[row.scope] { return rate }
            if let interval = row.terms.scrapeInterval ?? file.scrapeInterval {
                return series * 1000 / Double(interval)
            }
            return row.scope == .total ? figures.samplesPerSecond : nil
        }
    }

    private func grow(_ row: inout BudgetRow, _ limit: BudgetLimit) {
        guard let before else {
            row.status = .unjudged("growth needs --baseline: a snapshot, another source, or a JSON report")
            return
        }
        let plain = BudgetLimit(isLabel(row.scope) ? .values : .series, limit.amount, range: limit.range)
        guard let now = used(row, plain, in: now), let then = used(row, plain, in: before) else {
            row.status = .unjudged("the baseline does not tell how much it was")
            return
        }
        guard case .share = limit.amount else { return row.used = now - then }
        guard then > 0 else {
            row.status = now > 0 ? .unjudged("there was nothing in the baseline, so that growth has no share") : .kept
            return
        }
        row.used = (now - then) / then
    }

    private func isLabel(_ scope: BudgetScope) -> Bool { if case .label = scope { true } else { false } }
}

/// How budgets are judged.
package struct BudgetSettings: Sendable {
    /// Outranks what the file says.
    package var warnAt: Double?
    /// `2026-11-29`.
    package var today: String

    package init(today: String) { self.today = today }
}
