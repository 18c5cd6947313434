import Budgets
import Lint
import Propose
import YAML

/// Budgets for a comment on a pull request.
struct MarkdownBudget {
    private let view: BudgetView
    private let words: BudgetWords
    /// GitHub refuses comments of more than 65,536 characters.
    private static let rows = 60
    private static let details = 10

    init(_ view: BudgetView) {
        self.view = view
        words = BudgetWords(view: view)
    }

    func write(to writer: inout ByteWriter) {
        writer.write("**cardscan budget**: \(escaped(words.summary))\n")
        if let projection = words.projection { writer.write("\n_\(escaped(projection))_\n") }
        writer.write("\n| | Budget | Of | Used | Limit | Share |\(view.result.hasBaseline ? " Trend |" : "") Owner |\n")
        writer.write("|---|---|---|--:|--:|--:|\(view.result.hasBaseline ? "--:|" : "")---|\n")
        let rows = view.result.rows.sorted { rank($0) < rank($1) }
        for row in rows.prefix(Self.rows) { writer.write(line(row)) }
        let unlisted = max(0, rows.count - Self.rows) + view.result.unlisted
        if unlisted > 0 { writer.write("\n\(unlisted) budgets more.\n") }
        for row in view.result.broken.prefix(Self.details) { write(row, to: &writer) }
        for finding in BudgetFindings(view).report.findings where finding.check == BudgetFindings.expired.name {
            writer.write("\n- \(escaped(finding.message))\n")
        }
    }

    private func rank(_ row: BudgetRow) -> Int {
        switch row.status {
        case .broken: 0
        case .near: 1
        case .unjudged: 2
        case .kept: 3
        }
    }

    private func line(_ row: BudgetRow) -> String {
        let name = escaped(row.scope.text) + (row.standsFor.map { $0 > 1 ? " (closest of \($0))" : "" } ?? "")
        var cells = [
            BudgetWords.state(row), name, BudgetWords.kind(row.kind), BudgetWords.used(row), BudgetWords.limit(row),
            row.share.map(Figures.percent) ?? "–",
        ]
        if view.result.hasBaseline { cells.append(BudgetWords.trend(row)) }
        cells.append(escaped(row.terms.owner ?? ""))
        return "| " + cells.joined(separator: " | ") + " |\n"
    }

    private func write(_ row: BudgetRow, to writer: inout ByteWriter) {
        let place = "\(view.file.path):\(view.position(of: row.range).line)"
        writer.write("\n**\(escaped(BudgetWords.sentence(row)))** (\(escaped(place)))\n\n")
        if let reason = row.terms.reason { writer.write("- reason: \(escaped(reason))\n") }
        for cause in words.causes(of: row) { writer.write("- why: \(escaped(cause))\n") }
        for remedy in words.remedies(for: row) { writer.write("- mend: \(escaped(remedy))\n") }
        let rules = view.proposals(for: row).filter { !$0.rules.isEmpty }
        guard !rules.isEmpty else { return }
        writer.write("\n```yaml\nmetric_relabel_configs:\n")
        for line in rules.flatMap({ PlanRules(proposal: $0).lines }) {
            writer.write("  \(line.replacing("```", with: "'''"))\n")
        }
        writer.write("```\n")
    }

    private func escaped(_ text: String) -> String {
        MarkdownText.escaped(Escaper.show(text, columns: 1000, in: .notation))
    }
}
