import Lint
import YAML

/// Findings as workflow commands of GitHub Actions, which shows them beside the lines.
///
/// Everything is escaped twice: as for a terminal, since the log is one, and so that no name can end the command or
/// begin another.
struct GitHubFindings {
    private let report: LintReport

    init(_ report: LintReport) { self.report = report }

    func write(to writer: inout ByteWriter) {
        for finding in report.findings {
            let place = report.place(of: finding)
            let command = finding.severity == .info ? "notice" : finding.severity.rawValue
            var properties = [
                ("file", Self.clean(finding.file)), ("line", String(place.start.line)),
                ("endLine", String(place.end.line)),
            ]
            // Columns of a finding on several lines are refused.
            if place.start.line == place.end.line {
                properties += [("col", String(place.start.column)), ("endColumn", String(place.end.column))]
            }
            properties.append(("title", finding.check))
            let list = properties.map { "\($0)=\(Self.property($1))" }.joined(separator: ",")
            var message = Self.data(Self.clean(finding.message))
            if let advice = finding.advice { message += "%0A" + Self.data(Self.clean(advice)) }
            if let data = report.evidence(of: finding) { message += "%0A" + Self.data(Self.clean(data)) }
            writer.write("::\(command) \(list)::\(message)\n")
        }
    }

    private static func clean(_ text: String) -> String { Escaper.show(text, in: .notation) }

    private static func data(_ text: String) -> String { text.replacing("%", with: "%25") }

    private static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
