import Budgets
import Cardinality
import Propose
import YAML

/// Budgets for eyes: a table of all, then what broke each and what would mend it.
struct TextBudget {
    private let view: BudgetView
    private let words: BudgetWords
    /// Columns of a full bar.
    private static let bar = 10

    init(_ view: BudgetView) {
        self.view = view
        words = BudgetWords(view: view)
    }

    func write(to writer: inout ByteWriter) {
        for line in lines() { writer.write(line.rendered(inColor: view.settings.usesColor) + "\n") }
    }

    func lines() -> [StyledText] {
        let sections = [header, table, broken, near, rules, notes]
        return Array(sections.filter { !$0.isEmpty }.joined(separator: [StyledText()]))
    }

    private var header: [StyledText] {
        let report = TextReport(view.report, view.settings)
        var lines = Array(report.summary().prefix(1))
        let counts = view.report.totals.counts
        var text = StyledText("\(Figures.grouped(counts.series)) series", .strong)
        if let active = counts.active { text.append(", \(Figures.grouped(active)) active", .strong) }
        lines.append(text)
        if let projection = words.projection { lines.append(StyledText(projection, .caution)) }
        lines.append(
            StyledText("\(Escaper.show(view.file.path, columns: 60))   ").appending(words.summary, summaryStyle))
        return lines
    }

    private var summaryStyle: Style {
        let result = view.result
        return !result.broken.isEmpty || !result.expired.isEmpty ? .alarm : result.near.isEmpty ? .good : .caution
    }

    private var table: [StyledText] {
        let hasTrend = view.result.hasBaseline
        let isWide = view.settings.width >= 110
        let hasOwner = isWide && view.result.rows.contains { $0.terms.owner != nil || $0.terms.expires != nil }
        var table = Table([
            .init("BUDGET", style: .heading), .init("OF"), .init("USED", .right), .init("LIMIT", .right),
            .init("SHARE", .right), .init(""),
        ])
        if hasTrend { table.columns.append(.init("TREND", .right)) }
        if hasOwner { table.columns += [.init("OWNER"), .init("UNTIL")] }
        let room = max(32, view.settings.width - (isWide ? 90 : 58))
        for row in view.result.rows {
            var name = StyledText(Escaper.show(row.scope.text, columns: room, in: .notation), style(row))
            if let others = row.standsFor, others > 1 { name.append("  closest of \(Figures.grouped(others))", .faint) }
            if row.isEmpty { name.append("  nothing there", .faint) }
            let share = row.share.map(Figures.percent) ?? (row.status == .broken ? "over" : "–")
            var cells = [
                name, StyledText(BudgetWords.kind(row.kind), .faint), StyledText(BudgetWords.used(row)),
                StyledText(BudgetWords.limit(row)), StyledText(share, style(row)),
                StyledText(
                    ShareBar.text(row.share ?? (row.status == .broken ? 1 : 0), columns: Self.bar), barStyle(row)),
            ]
            if hasTrend { cells.append(StyledText(BudgetWords.trend(row))) }
            if hasOwner {
                cells.append(StyledText(row.terms.owner.map { Escaper.show($0, columns: 24) } ?? "", .faint))
                let isOver = view.isExpired(row.terms)
                cells.append(StyledText(row.terms.expires?.date ?? "", isOver ? .alarm : .faint))
            }
            table.append(cells)
        }
        var lines = table.lines()
        if view.result.unlisted > 0 {
            lines.append(StyledText("… \(Figures.grouped(view.result.unlisted)) more are close or broken", .caution))
        }
        return lines
    }

    private func style(_ row: BudgetRow) -> Style {
        switch row.status {
        case .kept: .plain
        case .near: .caution
        case .broken: .alarm
        case .unjudged: .faint
        }
    }

    private func barStyle(_ row: BudgetRow) -> Style { row.status == .kept ? .bar : style(row) }

    // MARK: What to do

    private var broken: [StyledText] {
        let rows = view.result.broken
        guard !rows.isEmpty else { return [] }
        var lines = [StyledText("BROKEN", .heading)]
        let shown = view.settings.rows() ?? rows.count
        for row in rows.prefix(shown) { lines += details(row) }
        if rows.count > shown {
            lines.append(StyledText("  … \(Figures.grouped(rows.count - shown)) more, --limit 0 for all", .faint))
        }
        return lines
    }

    private func details(_ row: BudgetRow) -> [StyledText] {
        var lines = [
            StyledText("  " + show(BudgetWords.sentence(row)), .alarm).appending(
                "   \(Escaper.show(view.file.path, columns: 60)):\(view.position(of: row.range))", .faint)
        ]
        if let owner = row.terms.owner { lines.append(line("owner", owner)) }
        if let reason = row.terms.reason { lines.append(line("reason", reason)) }
        for (index, cause) in words.causes(of: row).enumerated() { lines.append(line(index == 0 ? "why" : "", cause)) }
        for (index, remedy) in words.remedies(for: row).enumerated() {
            lines.append(line(index == 0 ? "mend" : "", remedy))
        }
        return lines
    }

    private var near: [StyledText] {
        let rows = view.result.near
        guard !rows.isEmpty else { return [] }
        return [StyledText("CLOSE", .heading)]
            + rows.prefix(view.settings.rows() ?? rows.count).flatMap { row in
                [StyledText("  " + show(BudgetWords.sentence(row)), .caution)]
                    + words.causes(of: row).prefix(1).map { line("why", $0) }
            }
    }

    private var rules: [StyledText] {
        guard let rules = view.rules else { return [] }
        var table = Table([.init("RULES", style: .heading), .init("SERIES", .right), .init("AT"), .init("")])
        let shown = view.settings.rows(standard: TextReport.shortList) ?? rules.count
        for rule in rules.prefix(shown) {
            let bound = rule.isExact ? "" : "≤ "
            let why = rule.isCounted ? rule.reasons.prefix(2).joined(separator: "; ") : "not followed, and not counted"
            table.append([
                StyledText(Escaper.show(rule.name, columns: 60)), StyledText(bound + Figures.grouped(rule.series)),
                StyledText("\(Escaper.show(rule.file, columns: 60)):\(rule.line)", .faint),
                StyledText(why, rule.isCounted ? .faint : .caution),
            ])
        }
        let more = rules.count - shown
        return table.lines() + (more > 0 ? [StyledText("… \(more) rules more, --limit 0 for all", .faint)] : [])
    }

    private var notes: [StyledText] {
        var lines: [StyledText] = []
        for (scope, terms) in view.result.expired {
            guard let expires = terms.expires else { continue }
            lines.append(
                StyledText(
                    "expired: \(show(scope)): its last day was \(expires.date) "
                        + "(\(Escaper.show(view.file.path, columns: 60)):\(view.position(of: expires.range)))", .alarm))
        }
        for row in view.result.unjudged {
            guard case .unjudged(let reason) = row.status else { continue }
            lines.append(
                StyledText("not judged: \(BudgetWords.kind(row.kind)) of \(show(row.scope.text)): \(reason)", .caution))
        }
        return lines
    }

    private func line(_ title: String, _ text: String) -> StyledText {
        StyledText("    " + title, .faint).padded(to: 12).appending(show(text))
    }

    private func show(_ text: String) -> String { Escaper.show(text, columns: 1000, in: .notation) }
}
