import LabelSets
import Lint
import Manifests
import YAML

/// `lint --cost`: what rules and panels read, the dearest first.
struct CostReport {
    private let cost: LintCost
    private let project: Project

    init(_ cost: LintCost, of project: Project) {
        self.cost = cost
        self.project = project
    }

    func write(as format: FindingFormat, _ settings: FindingSettings, to writer: inout ByteWriter) {
        format == .json ? writeJSON(to: &writer) : writeText(settings, to: &writer)
    }

    private func writeText(_ settings: FindingSettings, to writer: inout ByteWriter) {
        var table = Table([
            Table.Column("SERIES/HOUR", .right, style: .heading), Table.Column("SERIES", .right),
            Table.Column("EVERY", .right),
            Table.Column("RESULT", .right), Table.Column("KIND"), Table.Column("NAME"), Table.Column("AT"),
        ])
        for row in cost.rows {
            let result = row.series.map { ($0.isExact ? "" : "≤ ") + Figures.grouped($0.limit) } ?? ""
            table.append([
                StyledText(row.touchedPerHour.map(Figures.grouped) ?? ""), StyledText(Figures.grouped(row.touched)),
                StyledText(row.interval.map(DurationText.words) ?? ""), StyledText(result),
                StyledText(row.kind.rawValue), StyledText(Escaper.show(row.name, columns: 60), .strong),
                StyledText(place(of: row), .faint),
            ])
        }
        for line in table.lines() { writer.write(line.rendered(inColor: settings.usesColor) + "\n") }
        writeProposals(settings, to: &writer)
        guard !settings.isQuiet else { return }
        let rules = cost.rows.filter { $0.kind != .panel }
        let hourly = rules.reduce(0) { $0.addingReportingOverflow($1.touchedPerHour ?? 0).partialValue }
        let line = StyledText(
            "\n\(Figures.count(rules.count, "rule")) read \(Figures.grouped(hourly)) series an hour; "
                + FindingSummary.words(cost.data), .faint)
        writer.write(line.rendered(inColor: settings.usesColor) + "\n")
    }

    private func writeProposals(_ settings: FindingSettings, to writer: inout ByteWriter) {
        guard !cost.proposals.isEmpty else { return }
        func write(_ line: StyledText) { writer.write(line.rendered(inColor: settings.usesColor) + "\n") }
        write(StyledText("\nRULES TO RECORD WHAT SEVERAL PANELS COMPUTE", .heading))
        for proposal in cost.proposals {
            let result = (proposal.result.isExact ? "" : "≤ ") + Figures.grouped(proposal.result.limit)
            write(StyledText("- record: \(Escaper.show(proposal.record, in: .notation))", .strong))
            write(StyledText("  expr: \(Escaper.show(proposal.expression, in: .notation))"))
            write(
                StyledText(
                    "  # \(Figures.grouped(proposal.touched)) series become \(result); read by "
                        + "\(Figures.count(proposal.panels.count, "panel")), which read \(Figures.grouped(proposal.saved)) "
                        + "series fewer each time all are drawn; the rule reads \(Figures.grouped(proposal.touched))",
                    .faint))
            for panel in proposal.panels.prefix(3) {
                write(StyledText("  #   \(Escaper.show(panel, columns: 110, in: .notation))", .faint))
            }
            if proposal.panels.count > 3 { write(StyledText("  #   and \(proposal.panels.count - 3) more", .faint)) }
        }
    }

    private func place(of row: LintCost.Row) -> String {
        let file = project.files.first { $0.path == row.file }
        return "\(Escaper.show(row.file)):\(FindingPlace(row.range, in: file).start)"
    }

    private func writeJSON(to writer: inout ByteWriter) {
        var json = JSONWriter(writer)
        json.object { json in
            json.member("schema_version", 1)
            json.object("data") { DataObject(cost.data).write(to: &$0) }
            json.array("proposals") { json in
                for proposal in cost.proposals {
                    json.object { json in
                        json.member("record", proposal.record)
                        json.member("expr", proposal.expression)
                        json.member("series_touched", proposal.touched)
                        json.member("result_series", proposal.result.limit)
                        json.member("result_is_exact", proposal.result.isExact)
                        json.member("series_saved", proposal.saved)
                        json.array("panels") { json in for panel in proposal.panels { json.value(panel) } }
                    }
                }
            }
            json.array("cost") { json in
                for row in cost.rows {
                    json.object { json in
                        json.member("kind", row.kind.rawValue)
                        json.member("name", row.name)
                        json.member("file", row.file)
                        json.member(
                            "line", FindingPlace(row.range, in: project.files.first { $0.path == row.file }).start.line)
                        json.member("series_touched", row.touched)
                        json.member("interval_seconds", row.interval.map { Double($0) / 1000 })
                        json.member("series_touched_per_hour", row.touchedPerHour)
                        json.member("result_series", row.series?.limit)
                        json.member("result_is_exact", row.series?.isExact ?? false)
                    }
                }
            }
        }
        writer = json.finish()
    }
}
