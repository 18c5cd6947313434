import Lint

/// What is said where there was nothing to check: a job that points at the wrong place must not look like a clean one.
///
/// One line, and the exit status stays: a commit may well touch no rules.
enum NothingChecked {
    /// - Parameter rules: What was looked for.
    static func warn(of report: LintReport, in paths: [String], lacking rules: String) {
        let reason: String
        if report.files.isEmpty {
            let shown = paths.prefix(3).map { Escaper.show($0, columns: 200) } + (paths.count > 3 ? ["..."] : [])
            reason = "no files were found in \(shown.joined(separator: ", "))"
        } else {
            reason = "there are no \(rules) in \(Figures.count(report.files.count, "file"))"
        }
        StandardError.write("cardscan: warning: nothing was checked: \(reason)\n")
    }
}
