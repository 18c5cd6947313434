import Budgets
import Cardinality
import Propose
import YAML

/// Budgets as a page for a browser.
struct HTMLBudget {
    private let view: BudgetView
    private let words: BudgetWords

    init(_ view: BudgetView) {
        self.view = view
        words = BudgetWords(view: view)
    }

    func write(to out: inout ByteWriter) {
        let report = HTMLReport(view.report, view.settings)
        var page = HTMLPage(
            command: "budget", subject: report.subject,
            about: [report.words.partsInWords, report.words.windowInWords, Escaper.show(view.file.path, columns: 80)],
            headline: headline, figures: figures, notices: notices)
        page.lead = view.result.broken.prefix(3).map { StyledText(show(BudgetWords.sentence($0)) + ".") }
        page.sections = [
            table, cards("Broken", view.result.broken, .alarm), cards("Close to the limit", view.result.near, .caution),
            report.map,
        ].compactMap(\.self)
        page.write(to: &out)
    }

    private var headline: StyledText {
        let (broken, all) = (view.result.broken.count, view.result.rows.count)
        if broken > 0 {
            return StyledText(
                "\(Figures.grouped(broken)) of \(Figures.count(all, "budget")) \(broken == 1 ? "is" : "are") broken")
        }
        if !view.result.expired.isEmpty { return StyledText("Nothing is broken, but budgets have expired") }
        let near = view.result.near.count
        if near > 0 { return StyledText("All budgets are kept, \(Figures.grouped(near)) only just") }
        return StyledText(view.result.unjudged.isEmpty ? "All budgets are kept" : "What could be judged is kept")
    }

    private var figures: [HTMLPage.Figure] {
        let counts = view.report.totals.counts
        var figures = [HTMLPage.Figure(title: "Series", value: Figures.compact(counts.series))]
        if let active = counts.active {
            figures.append(HTMLPage.Figure(title: "Active", value: Figures.compact(active)))
        }
        let results = [
            ("Budgets", view.result.rows.count), ("Broken", view.result.broken.count),
            ("Close", view.result.near.count), ("Expired", view.result.expired.count),
            ("Not judged", view.result.unjudged.count),
        ]
        return figures
            + results.enumerated().filter { $0.offset < 2 || $0.element.1 > 0 }.map {
                HTMLPage.Figure(title: $0.element.0, value: Figures.grouped($0.element.1))
            }
    }

    private var notices: [HTMLPage.Notice] {
        var notices: [HTMLPage.Notice] = []
        if let projection = words.projection { notices.append(HTMLPage.Notice(isAlarm: false, text: projection)) }
        let expired = view.result.expired.compactMap { scope, terms in
            terms.expires.map { "\(show(scope)): its last day was \($0.date)" }
        }
        if !expired.isEmpty {
            notices.append(HTMLPage.Notice(isAlarm: true, text: "Expired:", items: Array(expired.prefix(50))))
        }
        let unjudged = view.result.unjudged.compactMap { row -> String? in
            guard case .unjudged(let reason) = row.status else { return nil }
            return "\(BudgetWords.kind(row.kind)) of \(show(row.scope.text)): \(show(reason))"
        }
        if !unjudged.isEmpty {
            notices.append(HTMLPage.Notice(isAlarm: false, text: "Not judged:", items: Array(unjudged.prefix(50))))
        }
        return notices
    }

    private var table: HTMLSection {
        var state = HTMLTable.Column("State", .tone)
        state.tones = [("kept", .good), ("not judged", .faint), ("close", .caution), ("broken", .alarm)]
        // A bar is full at the limit, and not at what goes over it most.
        var share = HTMLTable.Column("Share", .share, hint: "Of the limit", hasBar: true)
        (share.full, share.tinted) = (1, 1)
        var columns = [
            HTMLTable.Column("Budget", .name), state, HTMLTable.Column("Of", .text), HTMLTable.Column("Used", .amount),
            HTMLTable.Column("Limit", .amount), share,
        ]
        if view.result.hasBaseline { columns.append(HTMLTable.Column("Trend", .amount, hint: "Since the baseline")) }
        columns += [HTMLTable.Column("Owner", .text), HTMLTable.Column("Until", .date)]
        return .table(
            HTMLTable(
                title: "Budgets", noun: "budgets", columns: columns,
                rows: view.result.rows.prefix(HTMLTable.mostRows).map(cells),
                total: view.result.rows.count + view.result.unlisted, rest: "--format json has everything"))
    }

    private func cells(_ row: BudgetRow) -> [HTMLTable.Cell] {
        var name = StyledText(Escaper.show(row.scope.text, columns: HTMLReport.columns, in: .notation))
        if let others = row.standsFor, others > 1 { name.append("  closest of \(Figures.grouped(others))", .faint) }
        if row.isEmpty { name.append("  nothing there", .faint) }
        var cells: [HTMLTable.Cell] = [
            .text(name), .text(StyledText(BudgetWords.state(row))), .text(StyledText(BudgetWords.kind(row.kind))),
            .text(StyledText(BudgetWords.used(row))), .text(StyledText(BudgetWords.limit(row))), .share(row.share),
        ]
        if view.result.hasBaseline { cells.append(.text(StyledText(BudgetWords.trend(row)))) }
        let isOver = view.isExpired(row.terms)
        cells.append(.text(StyledText(row.terms.owner.map { Escaper.show($0, columns: 60) } ?? "")))
        cells.append(.text(StyledText(row.terms.expires?.date ?? "", isOver ? .alarm : .plain)))
        return cells
    }

    private func cards(_ title: String, _ rows: [BudgetRow], _ tone: Style) -> HTMLSection? {
        guard !rows.isEmpty else { return nil }
        let shown = min(view.settings.rows(standard: 100) ?? HTMLTable.mostRows, HTMLTable.mostRows)
        return .cards(
            HTMLCards(
                title: title, cards: rows.prefix(shown).map { card($0, tone) }, total: rows.count,
                rest: "--format json has everything", limit: 500_000))
    }

    private func card(_ row: BudgetRow, _ tone: Style) -> HTMLCards.Card {
        var card = HTMLCards.Card(
            amount: row.share.map(Figures.percent) ?? BudgetWords.used(row),
            unit: row.share == nil ? "" : "of the limit",
            tag: BudgetWords.state(row), tone: tone, title: show(BudgetWords.sentence(row)))
        func add(_ name: String, _ text: String?) {
            if let text { card.lines.append((name, StyledText(show(text)))) }
        }
        add("in", "\(view.file.path):\(view.position(of: row.range).line)")
        add("owner", row.terms.owner)
        add("reason", row.terms.reason)
        for cause in words.causes(of: row) { add("why", cause) }
        for remedy in words.remedies(for: row) { add("mend", remedy) }
        let rules = view.proposals(for: row).flatMap { $0.rules.isEmpty ? [] : PlanRules(proposal: $0).lines }
        if !rules.isEmpty, rules.reduce(0, { $0 + $1.utf8.count }) < 50_000 {
            card.code = rules.joined(separator: "\n")
        }
        return card
    }

    private func show(_ text: String) -> String { Escaper.show(text, columns: 1000, in: .notation) }
}
