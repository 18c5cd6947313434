import Cardinality
import TSDB

/// A comparison for a pull request or a ticket.
struct MarkdownDiff {
    private let rows: DiffRows
    private let words: DiffWords
    private var diff: CardinalityDiff { rows.diff }

    init(_ rows: DiffRows) {
        self.rows = rows
        words = DiffWords(rows)
    }

    func write(to writer: inout ByteWriter) {
        let names = [rows.settings.sources.first, rows.settings.sources.last].map { cell($0 ?? "") }
        writer.write("## cardscan diff: \(names[0]) → \(names[1])\n\n")
        writer.write("**\(MarkdownText.escaped(words.totals))**")
        for fate in words.fates { writer.write(", \(fate)") }
        writer.write("\n\n")
        if let composition = words.composition { writer.write("\(MarkdownText.escaped(composition)).\n\n") }
        writeChanges(to: &writer)
        if !diff.groupedBy.isEmpty { writeGroups(to: &writer) }
        writeMetrics(to: &writer)
        if !diff.unknowns.isEmpty {
            writer.write("\n### Not known\n\n")
            for text in diff.unknowns { writer.write("- \(cell(text, in: .notation))\n") }
        }
        let errors = diff.diagnostics.count { $0.severity == .error }
        if errors > 0 {
            writer.write(
                "\n**Incomplete: \(Figures.count(errors, "error")), what could not be read counts as absent.**\n")
        }
    }

    private func writeChanges(to writer: inout ByteWriter) {
        guard !diff.changes.isEmpty else { return }
        writer.write("| What changed | Series | Metrics |\n|---|--:|---|\n")
        let shown = rows.settings.rows() ?? diff.changes.count
        for change in diff.changes.prefix(shown) {
            let metrics = change.metrics.prefix(3).map { cell($0) }.joined(separator: ", ")
            let others = change.metrics.count > 3 ? " and \(change.metrics.count - 3) more" : ""
            writer.write(
                "| \(cell(DiffWords.words(change), in: .notation)) | \(DiffWords.series(change)) | \(metrics)\(others) |\n"
            )
        }
        writeMore(diff.changes.count - shown, to: &writer)
        writer.write("\n")
    }

    private func writeGroups(to writer: inout ByteWriter) {
        let names = diff.groupedBy.map { cell($0) }.joined(separator: " | ")
        writer.write("| \(names) | \(titles) |\n|\(String(repeating: "---|", count: diff.groupedBy.count))\(rule)\n")
        for row in rows.groupOrder {
            let group = diff.groups[row]
            let values = group.values.map { ($0 ?? "").isEmpty ? "*without*" : cell($0 ?? "") }
            writer.write("| \(values.joined(separator: " | ")) | \(cells(group.counts)) |\n")
        }
        writeMore(diff.groups.count - (rows.settings.rows() ?? diff.groups.count), to: &writer)
        writer.write("\n")
    }

    private func writeMetrics(to writer: inout ByteWriter) {
        let changed = rows.changedMetrics
        guard !changed.isEmpty else { return writer.write("No metric has changed.\n") }
        writer.write("| Metric | \(titles) | Why |\n|---|\(rule)---|\n")
        let shown = rows.settings.rows() ?? changed.count
        for metric in changed.prefix(shown) {
            let why = words.reasons(metric).map(text).joined(separator: "; ")
            writer.write("| \(cell(DiffWords.name(metric.name))) | \(cells(metric.counts)) | \(why) |\n")
        }
        writeMore(changed.count - shown, to: &writer)
    }

    private func text(_ reason: DiffWords.Reason) -> String {
        var text = reason.labels.prefix(3).map { cell($0) }.joined(separator: " = ")
        text += (text.isEmpty ? "" : " ") + MarkdownText.escaped(reason.text)
        let values = reason.values.prefix(3).map { value in
            var shown = ""
            diff.symbols.withBytes(of: value) { shown = Escaper.show($0, columns: 40) }
            return MarkdownText.escaped(shown)
        }
        return values.isEmpty ? text : text + ": " + values.joined(separator: ", ")
    }

    private var titles: String {
        rows.knowsSeries ? "Before | After | Growth | New | Gone | Renamed | Churn" : "Before | After | Growth"
    }

    private var rule: String { String(repeating: "--:|", count: rows.knowsSeries ? 7 : 3) }

    private func cells(_ counts: DiffCounts) -> String {
        var cells = [DiffWords.number(counts.before), DiffWords.number(counts.after), DiffWords.signed(counts.growth)]
        if rows.knowsSeries {
            cells += [counts.added, counts.gone, counts.renamed, counts.replaced].map(DiffWords.number)
        }
        return cells.joined(separator: " | ")
    }

    private func writeMore(_ count: Int, to writer: inout ByteWriter) {
        if count > 0 { writer.write("\n\(Figures.grouped(count)) more.\n") }
    }

    private func cell(_ text: String, in surroundings: Escaper.Surroundings = .bare) -> String {
        MarkdownText.escaped(Escaper.show(text, columns: 200, in: surroundings))
    }
}
