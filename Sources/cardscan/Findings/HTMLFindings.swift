import Lint
import Manifests
import YAML

/// Findings as a page for a browser.
struct HTMLFindings {
    private let report: LintReport
    /// More are not read by anybody.
    private static let mostRows = 5000

    init(_ report: LintReport) { self.report = report }

    func write(to out: inout ByteWriter) {
        let summary = FindingSummary(report).lines
        var page = HTMLPage(
            command: "lint", subject: Figures.count(report.files.count, "file"),
            about: [Figures.count(report.rules, "rule")], headline: headline, figures: figures)
        page.lead = summary.dropFirst().map { line in StyledText(line.spans.map(\.text).joined()) }
        page.sections = [checks, files, findings].compactMap(\.self)
        page.colophon = [
            StyledText("cardscan explain CHECK tells why a check exists; docs/lint.md how a finding is left out.")
        ]
        page.write(to: &out)
    }

    private var headline: StyledText {
        guard let first = byCheck.first else { return StyledText("No findings") }
        let count = report.findings.count
        var text = StyledText(Figures.count(count, "finding"))
        guard count > 1 else {
            return text.appending(": ").appending(first.check, .strong)
        }
        text.append(byCheck.count == 1 ? ", all of " : ", most of ")
        text.append(first.check, .strong)
        if byCheck.count > 1 { text.append(" (\(Figures.grouped(first.findings.count)))") }
        return text
    }

    private var figures: [HTMLPage.Figure] {
        var figures = Severity.allCases.reversed().map { severity in
            let title =
                severity == .info
                ? "Info" : severity.rawValue.prefix(1).uppercased() + severity.rawValue.dropFirst() + "s"
            return HTMLPage.Figure(title: title, value: Figures.grouped(report.count(severity)))
        }
        let fixable = report.findings.count { $0.fix != nil }
        figures.append(
            HTMLPage.Figure(
                title: "Can be mended", value: Figures.grouped(fixable), note: fixable > 0 ? "--diff shows how" : ""))
        if !report.suppressed.isEmpty {
            figures.append(HTMLPage.Figure(title: "Left out", value: Figures.grouped(report.suppressed.count)))
        }
        return figures
    }

    private var byCheck: [(check: String, findings: [Finding])] {
        Dictionary(grouping: report.findings, by: \.check).map { ($0.key, $0.value) }
            .sorted { ($1.1.count, $0.0) < ($0.1.count, $1.0) }
    }

    private static let severities = Severity.allCases.map { severity in
        (severity.rawValue, severity.style)
    }

    private var severityColumn: HTMLTable.Column {
        var column = HTMLTable.Column("Severity", .tone)
        column.tones = Self.severities
        return column
    }

    private var checks: HTMLSection? {
        guard byCheck.count > 1 else { return nil }
        let rows = byCheck.map { check, findings -> [HTMLTable.Cell] in
            let worst = findings.map(\.severity).max() ?? .info
            let summary = Checks.information.first { $0.name == check }?.summary ?? ""
            return [
                .text(StyledText(check)), .text(StyledText(worst.rawValue)), .number(findings.count),
                .number(Set(findings.map(\.file)).count), .text(StyledText(Escaper.show(summary, columns: 300))),
            ]
        }
        return .table(
            HTMLTable(
                title: "By check", noun: "checks",
                columns: [
                    HTMLTable.Column("Check", .name), severityColumn,
                    HTMLTable.Column("Findings", .count, hasBar: true),
                    HTMLTable.Column("Files", .count), HTMLTable.Column("What it finds", .wide),
                ], rows: rows, total: rows.count, sorted: 2))
    }

    private var files: HTMLSection? {
        let byFile = Dictionary(grouping: report.findings, by: \.file)
        guard byFile.count > 1 else { return nil }
        let rows = byFile.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { file, findings in
            [HTMLTable.Cell.text(StyledText(Escaper.show(file, columns: 200))), .number(findings.count)]
                + Severity.allCases.reversed().map { severity in
                    .number(findings.count { $0.severity == severity })
                }
        }
        let severities = Severity.allCases.reversed().map { HTMLTable.Column("\($0.rawValue)", .count) }
        return .table(
            HTMLTable(
                title: "By file", noun: "files",
                columns: [HTMLTable.Column("File", .name), HTMLTable.Column("Findings", .count, hasBar: true)]
                    + severities,
                rows: Array(rows.prefix(HTMLTable.mostRows)), total: rows.count, rest: "--format json has everything",
                sorted: 1))
    }

    private var findings: HTMLSection? {
        guard !report.findings.isEmpty else { return nil }
        let columns = [
            severityColumn, HTMLTable.Column("What", .wide), HTMLTable.Column("Where", .place),
            HTMLTable.Column("Check", .name),
        ]
        var table = HTMLTable(
            title: "Findings", noun: "findings", columns: columns,
            rows: worstFirst.prefix(Self.mostRows).map(row), total: report.findings.count,
            rest: "--format json has everything", sorted: 0)
        table.limit = 1_900_000
        return .table(table)
    }

    /// By severity, then as they come: by files and places.
    private var worstFirst: [Finding] {
        Severity.allCases.reversed().flatMap { severity in report.findings.filter { $0.severity == severity } }
    }

    private func row(_ finding: Finding) -> [HTMLTable.Cell] {
        let start = report.place(of: finding).start
        var what = StyledText(Escaper.show(finding.message, columns: 1000, in: .notation))
        if let excerpt = excerpt(of: finding) { what.append("\n" + excerpt, .faint) }
        if let advice = finding.advice {
            what.append("\nhelp: " + Escaper.show(advice, columns: 1000, in: .notation))
        }
        if let data = report.evidence(of: finding) {
            what.append("\n" + Escaper.show(data, columns: 1000, in: .notation), .faint)
        }
        if let fix = finding.fix {
            what.append("\nfix: " + Escaper.show(fix.title, columns: 300, in: .notation), .good)
        }
        var place = StyledText("\(Escaper.show(finding.file, columns: 200)):\(start.line):\(start.column)")
        if let rule = finding.rule { place.append("\n" + Escaper.show(rule, columns: 80), .faint) }
        return [
            .text(StyledText(finding.severity.rawValue)), .text(what), .text(place), .text(StyledText(finding.check)),
        ]
    }

    /// The line that it is on, without its indentation.
    private func excerpt(of finding: Finding) -> String? {
        guard let source = report.file(finding.file)?.text.source, !source.bytes.isEmpty else { return nil }
        let line = source.line(source.position(of: finding.range.lowerBound).line)
        let bytes = source.bytes[line].drop { $0 == 0x20 || $0 == 0x09 }.prefix(2000)
        let text = String(decoding: bytes, as: UTF8.self)
        return text.isEmpty ? nil : Escaper.show(text, columns: 160, in: .notation)
    }
}
