import Lint
import Manifests
import YAML

/// Findings in the XML of Checkstyle, which many programs of continuous integration read.
struct CheckstyleFindings {
    private let report: LintReport

    init(_ report: LintReport) { self.report = report }

    func write(to writer: inout ByteWriter) {
        let byFile = Dictionary(grouping: report.findings, by: \.file)
        writer.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n")
        var done: Set<String> = []
        for file in report.files where done.insert(file.path).inserted {
            guard let findings = byFile[file.path] else { continue }
            writer.write("  <file name=\"\(XMLText.escaped(file.path))\">\n")
            for finding in findings {
                let start = report.place(of: finding).start
                writer.write("    <error line=\"\(start.line)\" column=\"\(start.column)\"")
                writer.write(" severity=\"\(finding.severity.rawValue)\"")
                writer.write(" message=\"\(XMLText.escaped(report.paragraph(on: finding)))\"")
                writer.write(" source=\"cardscan.\(XMLText.escaped(finding.check))\"/>\n")
            }
            writer.write("  </file>\n")
        }
        writer.write("</checkstyle>\n")
    }
}
