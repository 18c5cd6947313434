import Propose

/// A plan for a pull request or a ticket.
struct MarkdownPlan {
    private let plan: Plan
    private let settings: ReportSettings
    private let words: PlanWords
    /// Rows of each table when nobody said: GitHub refuses long comments.
    private static let standardRows = 50

    init(_ plan: Plan, _ settings: ReportSettings) {
        self.plan = plan
        self.settings = settings
        words = PlanWords(plan: plan, settings: settings)
    }

    func write(to writer: inout ByteWriter) {
        writer.write("## cardscan propose: \(MarkdownText.escaped(words.title))\n\n")
        writer.write("**\(MarkdownText.escaped(words.totals))**")
        if let worth = words.worth { writer.write(", \(MarkdownText.escaped(worth))") }
        writer.write("\n\n")
        if let window = words.window {
            writer.write("Verdicts hold for \(MarkdownText.escaped(window)), and prove nothing about later.\n\n")
        }
        if let proof = words.proof { writer.write("\(MarkdownText.escaped(proof)).\n\n") }
        if plan.target != nil, !plan.reachesTarget { writer.write("The target is not reached.\n\n") }
        writeChosen(to: &writer)
        if let sentAway = plan.sentAway { write(sentAway, to: &writer) }
        for kind in Verdict.Class.allCases { writeOthers(kind, to: &writer) }
        writeList("Unknown", plan.unknowns + plan.unknownReaders.prefix(10).map(PlanWords.line), to: &writer)
        writeList("Advice", plan.advice, to: &writer)
    }

    private func writeChosen(to writer: inout ByteWriter) {
        guard !plan.chosen.isEmpty else {
            writer.write("Nothing is proposed: nothing could be proved to be safe.\n")
            return
        }
        writer.write("### Proposed\n\n```yaml\nmetric_relabel_configs:\n")
        for proposal in plan.chosen {
            for line in PlanRules(proposal: proposal).lines { writer.write("  \(fenced(line))\n") }
        }
        writer.write("```\n\n| Saves | Active | Verdict | What | Jobs |\n|--:|--:|---|---|---|\n")
        for proposal in plan.chosen {
            let active = proposal.savings.active.map(Figures.grouped) ?? "–"
            writer.write(
                "| \(Figures.grouped(proposal.savings.series)) | \(active) | \(proposal.verdict.kind.rawValue) | "
                    + "\(cell(proposal.summary)) | \(MarkdownText.escaped(words.jobs(of: proposal))) |\n")
        }
    }

    private func write(_ sentAway: SentAway, to writer: inout ByteWriter) {
        writer.write(
            "\n### Not sent to \(cell(sentAway.url))\n\n\(Figures.grouped(sentAway.series)) series are out of reach of "
                + "scrapes, and nothing reads them.\n\n```yaml\nwrite_relabel_configs:\n")
        for line in sentAway.rules.flatMap({ (try? $0.configurationLines()) ?? [] }) {
            writer.write("  \(fenced(Escaper.show(line, columns: 1000, in: .notation)))\n")
        }
        writer.write("```\n")
    }

    private func writeOthers(_ kind: Verdict.Class, to writer: inout ByteWriter) {
        let rows = plan.proposals.filter { !$0.isChosen && $0.verdict.kind == kind }
        guard !rows.isEmpty else { return }
        writer.write("\n### \(kind.rawValue): \(PlanWords.heading(kind))\n\n| Series | What | Why |\n|--:|---|---|\n")
        let shown = settings.rows(standard: Self.standardRows) ?? rows.count
        for proposal in rows.prefix(shown) {
            var why = proposal.verdict.reasons.map(cell) + words.readers(of: proposal).map(MarkdownText.escaped)
            if proposal.kind == .keepList { why += PlanRules(proposal: proposal).lines.dropFirst().map(cell) }
            if let instead = proposal.alternatives.first { why.append("instead: " + cell(instead.text)) }
            writer.write(
                "| \(Figures.grouped(proposal.savings.series)) | \(cell(proposal.summary)) | "
                    + "\(why.joined(separator: "<br>")) |\n")
        }
        if rows.count > shown { writer.write("\n\(rows.count - shown) more.\n") }
    }

    private func writeList(_ title: String, _ items: [String], to writer: inout ByteWriter) {
        guard !items.isEmpty else { return }
        writer.write("\n### \(title)\n\n")
        for item in items { writer.write("- \(cell(item))\n") }
    }

    private func cell(_ text: String) -> String {
        MarkdownText.escaped(Escaper.show(text, columns: 400, in: .notation))
    }

    /// Nothing in a line may end the block that it stands in.
    private func fenced(_ line: String) -> String { line.replacing("```", with: "`\u{200b}`\u{200b}`") }
}
