import Lint

/// How findings are written.
enum FindingFormat: String, Choice {
    case text, json, jsonl, sarif, github, gitlab, junit, checkstyle, markdown, html

    func write(_ report: LintReport, _ settings: FindingSettings, to writer: inout ByteWriter) {
        switch self {
        case .text: TextFindings(report, settings).write(to: &writer)
        case .json: JSONFindings(report).write(to: &writer)
        case .jsonl: JSONLinesFindings(report).write(to: &writer)
        case .sarif: SARIFFindings(report).write(to: &writer)
        case .github: GitHubFindings(report).write(to: &writer)
        case .gitlab: GitLabFindings(report).write(to: &writer)
        case .junit: JUnitFindings(report).write(to: &writer)
        case .checkstyle: CheckstyleFindings(report).write(to: &writer)
        case .markdown: MarkdownFindings(report).write(to: &writer)
        case .html: HTMLFindings(report).write(to: &writer)
        }
    }
}

/// What a report of findings depends on besides these.
struct FindingSettings {
    var usesColor = false
    var width = Terminal.standardWidth
    /// Whether the summary is left out.
    var isQuiet = false
}
