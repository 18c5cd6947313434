import Lint
import YAML

/// Findings as a table, for a comment on a pull request.
struct MarkdownFindings {
    private let report: LintReport
    /// GitHub refuses comments of more than 65,536 characters.
    private static let limit = 200

    init(_ report: LintReport) { self.report = report }

    func write(to writer: inout ByteWriter) {
        let summary = FindingSummary(report).lines.map { $0.rendered(inColor: false) }
        writer.write("**cardscan lint**: \(MarkdownText.escaped(summary.first ?? ""))\n")
        if !report.findings.isEmpty {
            writer.write("\n| | Where | What | Check |\n|---|---|---|---|\n")
            for finding in report.findings.prefix(Self.limit) { writer.write(row(finding)) }
        }
        if report.findings.count > Self.limit {
            writer.write("\n\(report.findings.count - Self.limit) findings more.\n")
        }
        for line in summary.dropFirst() { writer.write("\n\(MarkdownText.escaped(line))\n") }
    }

    private func row(_ finding: Finding) -> String {
        let start = report.place(of: finding).start
        var place = MarkdownText.escaped(Escaper.show(finding.file, columns: 200)) + ":\(start.line)"
        if let rule = finding.rule { place += "<br>" + MarkdownText.escaped(Escaper.show(rule, columns: 80)) }
        var what = MarkdownText.escaped(Escaper.show(finding.message, columns: 1000, in: .notation))
        if let advice = finding.advice {
            what += "<br>" + MarkdownText.escaped(Escaper.show(advice, columns: 1000, in: .notation))
        }
        if let data = report.evidence(of: finding) {
            what += "<br>" + MarkdownText.escaped(Escaper.show(data, columns: 1000, in: .notation))
        }
        return "| \(finding.severity.rawValue) | \(place) | \(what) | \(MarkdownText.escaped(finding.check)) |\n"
    }
}

/// Text in a cell of a Markdown table: nothing in it is markup, a link, a mention or HTML.
enum MarkdownText {
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            // A backslash does not stop these from making links: `@team`, `#12`, `http://`.
            case "@", "#", ":": result += "&#\(scalar.value);"
            // Nor does GitHub's table know an escaped pipe in every place.
            case "|": result += "&#124;"
            case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "~", "!", "$":
                result += "\\"
                result.unicodeScalars.append(scalar)
            case "\n", "\r": result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
