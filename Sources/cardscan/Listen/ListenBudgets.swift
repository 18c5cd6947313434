import Budgets
import Cardinality
import Receiver

/// The budgets of a file, judged by the stream's report.
struct ListenBudgets: Sendable {
    let file: BudgetFile
    private let questions: BudgetQuestions

    init(_ file: BudgetFile) {
        self.file = file
        questions = BudgetQuestions(file)
    }

    var breakdowns: [SeriesBreakdown] { questions.breakdowns }

    func judge(_ report: CardinalityReport, _ status: StreamStatus) -> Judged {
        judge(report, tail: status.tailSeriesInWindow, rates: rates(status), now: status.now)
    }

    /// `tail` more series are in the window than in the report: they found no room in memory.
    ///
    /// They count in the total. Whose they are beside that is not known: a budget that they could break is not told.
    func judge(
        _ report: CardinalityReport, tail: Int, rates: [BudgetScope: Double] = [:], now: Int64
    ) -> Judged {
        var figures = questions.figures(report, isWhole: true)
        figures.measuredRates = rates
        if file.counted == .all { figures.total?.series += tail }
        let settings = BudgetSettings(today: UTCTime(milliseconds: now).date)
        var result = BudgetJudge.judge(file, figures, before: nil, settings)
        guard tail > 0 else { return Judged(result: result) }
        for index in result.rows.indices where couldBreak(result.rows[index], by: tail) {
            result.rows[index].status = .unjudged(
                "about \(Figures.compact(tail)) series found no room in --max-memory, and any of them may belong to it")
        }
        return Judged(result: result)
    }

    /// Whether a budget that holds might not if up to so many series more belonged to it.
    private func couldBreak(_ row: BudgetRow, by tail: Int) -> Bool {
        guard row.status == .kept || row.status == .near else { return false }
        switch row.unit {
        case .series where row.scope == .total && file.counted == .all: return false
        case .series, .values: return (row.used ?? 0) + Double(tail) > row.limit
        case .share, .seriesPerHour, .samplesPerSecond: return true
        }
    }

    /// What the stream knows of samples a second: of all of it, its busiest metrics, and groups that are its owners.
    private func rates(_ status: StreamStatus) -> [BudgetScope: Double] {
        var rates = [BudgetScope.total: status.samplesPerSecond]
        for metric in status.metrics { rates[.metric(metric.name)] = metric.samplesPerSecond }
        let byOwner = file.groups.contains { $0.by == status.ownerLabels && $0.selector == nil }
        for owner in byOwner ? status.owners : [] where owner.values.count == status.ownerLabels.count {
            rates[.group(by: status.ownerLabels, values: owner.values.map { $0 ?? "" }, selector: nil)] =
                owner.samplesPerSecond
        }
        return rates
    }

    struct Judged {
        let result: BudgetResult

        /// A table of the budgets, those closest to their limits first.
        func write(to page: inout Markup) {
            page.element("h2", "", "Budgets")
            page.table(["Budget", "Limit on", "Used #", "Limit #", "Share #", "", "State", "Owner"]) { page in
                for row in result.rows.sorted(by: { $0.pressure > $1.pressure }).prefix(ListenPage.rows) {
                    page.element("tr") { page in
                        page.cell(row.scope.text, "name")
                        page.cell(row.unit.rawValue.replacing("_", with: " "))
                        page.cell(row.used.map { amount($0, row) } ?? "", "n")
                        page.cell(amount(row.limit, row), "n")
                        page.cell(row.share.map(Figures.percent) ?? "", "n")
                        page.bar(row.share ?? 0)
                        state(row, &page)
                        page.cell(row.terms.owner ?? "")
                    }
                }
            }
        }

        private func amount(_ value: Double, _ row: BudgetRow) -> String {
            row.unit == .share ? Figures.percent(value) : Figures.compact(Int(value.rounded()))
        }

        private func state(_ row: BudgetRow, _ page: inout Markup) {
            switch row.status {
            case .kept: page.cell("kept")
            case .near: page.cell("near", "warn")
            case .broken: page.cell("broken", "bad")
            case .unjudged(let why): page.cell("not told: \(why)", "soft")
            }
        }
    }
}
