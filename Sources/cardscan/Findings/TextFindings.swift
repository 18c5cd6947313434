import Lint
import Manifests
import YAML

/// Findings for eyes: what, where, the text with the fault underlined, why, and how to mend it.
struct TextFindings {
    private let report: LintReport
    private let settings: FindingSettings

    init(_ report: LintReport, _ settings: FindingSettings) {
        self.report = report
        self.settings = settings
    }

    func write(to writer: inout ByteWriter) {
        for finding in report.findings {
            guard !writer.isClosed else { return }
            for line in lines(of: finding) { write(line, to: &writer) }
            writer.write("\n")
        }
        if !settings.isQuiet { for line in FindingSummary(report).lines { write(line, to: &writer) } }
    }

    private func write(_ line: StyledText, to writer: inout ByteWriter) {
        writer.write(line.rendered(inColor: settings.usesColor) + "\n")
    }

    private func lines(of finding: Finding) -> [StyledText] {
        let place = report.place(of: finding)
        var head = StyledText(finding.severity.rawValue, finding.severity.style)
        head.append(": ")
        head.append(Escaper.show(finding.message, columns: 2000, in: .notation), .strong)
        head.append("  [\(finding.check)]", .faint)
        var lines = [head]
        let rule = finding.rule.map { "  in \(Escaper.show($0, columns: 80))" } ?? ""
        lines.append(
            StyledText("  --> ", .faint).appending("\(Escaper.show(finding.file)):\(place.start)")
                .appending(rule, .faint))
        if let file = report.file(finding.file) {
            lines +=
                FindingExcerpt(
                    finding.range, in: file.text.source, columns: settings.width, style: finding.severity.style
                ).lines
        }
        if !finding.evidence.isEmpty { lines.append(note("data", finding.evidence.words)) }
        if let advice = finding.advice { lines.append(note("help", advice)) }
        if let fix = finding.fix {
            let option = fix.safety == .safe ? "--fix" : "--unsafe-fixes"
            lines.append(note("fix", "\(fix.title) (\(option))"))
        }
        for related in finding.related.prefix(5) {
            let position = report.place(of: related).start
            lines.append(note("see", "\(Escaper.show(related.file)):\(position): \(related.message)"))
        }
        if finding.related.count > 5 { lines.append(note("see", "\(finding.related.count - 5) places more")) }
        return lines
    }

    private func note(_ title: String, _ text: String) -> StyledText {
        StyledText("  \(title): ", .faint).appending(Escaper.show(text, columns: 2000, in: .notation))
    }
}
