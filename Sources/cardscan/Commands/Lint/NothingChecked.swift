import Lint

/// What is said where there was nothing to check: a job that points at the wrong place must not look like a clean one.
///
/// One line, and the exit status stays: a commit may well touch no rules.
enum NothingChecked {
    /// - Parameter rules: What was looked for. That there were no files is said where they are looked for.
    static func warn(of report: LintReport, lacking rules: String) {
        guard !report.files.isEmpty else { return }
        StandardError.warning(
            "nothing was checked: there are no \(rules) in \(Figures.count(report.files.count, "file"))")
    }
}
