package import Manifests

/// What a check knows besides what it visits, and where it reports.
package struct FileContext {
    package let settings: LintSettings
    package let file: ManifestFile
    /// Where the visited rule stands.
    package var ruleFile: RuleFile?
    package var group: RuleGroup?
    package var rule: Rule?
    /// The check that is running. What is said of it is long, and only needed for findings.
    var running: any Check.Type
    package var check: CheckInfo { running.info }
    package private(set) var findings: [Finding] = []

    init(settings: LintSettings, file: ManifestFile, check: any Check.Type) {
        self.settings = settings
        self.file = file
        running = check
    }

    /// Reports a finding of the running check at bytes of the file.
    package mutating func report(
        _ message: String, at fileRange: Range<Int>, advice: String? = nil, severity: Severity? = nil,
        related: [RelatedPlace] = [], fix: Fix? = nil
    ) {
        findings.append(
            Finding(
                check: check.name, severity: severity ?? check.severity, message: message, advice: advice,
                file: file.path, range: fileRange, rule: rule?.name.value, related: related, fix: fix))
    }

    /// Reports a finding at bytes of a scalar's value: of an expression, a template.
    package mutating func report(
        _ message: String, in scalar: ManifestScalar, at range: Range<Int>, advice: String? = nil,
        severity: Severity? = nil, related: [RelatedPlace] = [], fix: Fix? = nil
    ) {
        report(
            message, at: scalar.fileRange(of: range), advice: advice, severity: severity, related: related, fix: fix)
    }
}

/// The same for checks of a whole project.
package struct ProjectContext {
    package let settings: LintSettings
    package var check: CheckInfo
    /// The project at an earlier revision, where one was named: `--changed-since`.
    package let previous: Project?
    package private(set) var findings: [Finding] = []

    package init(settings: LintSettings, check: CheckInfo, previous: Project? = nil) {
        self.settings = settings
        self.check = check
        self.previous = previous
    }

    package mutating func report(
        _ message: String, in file: ManifestFile, at fileRange: Range<Int>, rule: String? = nil, advice: String? = nil,
        severity: Severity? = nil, related: [RelatedPlace] = [], fix: Fix? = nil
    ) {
        findings.append(
            Finding(
                check: check.name, severity: severity ?? check.severity, message: message, advice: advice,
                file: file.path, range: fileRange, rule: rule, related: related, fix: fix))
    }
}
