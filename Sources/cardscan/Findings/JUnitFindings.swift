import Lint
import Manifests
import YAML

/// Findings as test results: a suite for each file, a failed test for each finding, and one that passed for a clean file.
struct JUnitFindings {
    private let report: LintReport

    init(_ report: LintReport) { self.report = report }

    func write(to writer: inout ByteWriter) {
        let byFile = Dictionary(grouping: report.findings, by: \.file)
        let clean = report.files.count { byFile[$0.path] == nil }
        writer.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        writer.write(
            "<testsuites name=\"cardscan lint\" tests=\"\(report.findings.count + clean)\" failures=\"\(report.findings.count)\" errors=\"0\">\n"
        )
        var done: Set<String> = []
        for file in report.files where done.insert(file.path).inserted {
            write(file.path, byFile[file.path] ?? [], to: &writer)
        }
        writer.write("</testsuites>\n")
    }

    private func write(_ path: String, _ findings: [Finding], to writer: inout ByteWriter) {
        let name = XMLText.escaped(path)
        writer.write(
            "  <testsuite name=\"\(name)\" tests=\"\(max(1, findings.count))\" failures=\"\(findings.count)\" errors=\"0\" skipped=\"0\" time=\"0\">\n"
        )
        if findings.isEmpty { writer.write("    <testcase name=\"lint\" classname=\"\(name)\" time=\"0\"/>\n") }
        for finding in findings {
            let start = report.place(of: finding).start
            let test = XMLText.escaped("\(finding.check) \(start)\(finding.rule.map { " \($0)" } ?? "")")
            writer.write("    <testcase name=\"\(test)\" classname=\"\(name)\" time=\"0\">\n")
            writer.write(
                "      <failure type=\"\(finding.severity.rawValue)\" message=\"\(XMLText.escaped(finding.message))\">")
            writer.write("\(name):\(start): \(XMLText.escaped(report.paragraph(on: finding)))</failure>\n")
            writer.write("    </testcase>\n")
        }
        writer.write("  </testsuite>\n")
    }
}
