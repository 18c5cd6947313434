import Lint
import YAML

/// Findings as a code quality report of GitLab, which compares the fingerprints of two branches.
struct GitLabFindings {
    private let report: LintReport

    init(_ report: LintReport) { self.report = report }

    func write(to writer: inout ByteWriter) {
        var json = JSONWriter(writer)
        json.array { json in
            for (finding, fingerprint) in zip(report.findings, report.fingerprints(of: report.findings)) {
                let place = report.place(of: finding)
                json.object { json in
                    json.member("description", report.paragraph(on: finding))
                    json.member("check_name", finding.check)
                    json.member("fingerprint", fingerprint)
                    json.member("severity", Self.severity(finding.severity))
                    json.object("location") { json in
                        json.member("path", Self.path(finding.file))
                        json.object("lines") { json in
                            json.member("begin", place.start.line)
                            json.member("end", place.end.line)
                        }
                    }
                }
            }
        }
        writer = json.finish()
    }

    private static func severity(_ severity: Severity) -> String {
        switch severity {
        case .error: "critical"
        case .warning: "minor"
        case .info: "info"
        }
    }

    /// GitLab wants paths from the top of the repository, without `./`.
    private static func path(_ path: String) -> String {
        var path = path[...]
        while path.hasPrefix("./") { path = path.dropFirst(2) }
        return String(path)
    }
}
