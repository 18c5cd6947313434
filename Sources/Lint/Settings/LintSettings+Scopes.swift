/// What the settings say about the findings of one file: its paths and its owner taken together.
package struct FileScope: Sendable {
    package let owner: String?
    private let disabled: [NamePattern]
    private let severities: [SeverityRule]

    init(_ settings: LintSettings, path: String) {
        var disabled: [NamePattern] = []
        var severities = settings.selection.severities
        var owner: String?
        for entry in settings.paths where entry.match.matches(path: path) {
            owner = entry.owner ?? owner
            disabled += entry.settings.disabled
            severities += entry.settings.severities
        }
        if let scope = owner.flatMap({ settings.owners[$0] }) {
            disabled += scope.disabled
            severities += scope.severities
        }
        self.owner = owner
        self.disabled = disabled
        self.severities = severities
    }

    /// Whether findings of a check are wanted here.
    package func allows(_ check: String) -> Bool { !disabled.contains { $0.matches(check) } }

    /// The severity of a finding here: the last rule for its check, or its own.
    package func severity(of finding: Finding) -> Severity {
        severities.last { $0.checks.matches(finding.check) }?.severity ?? finding.severity
    }
}

extension LintSettings {
    package func scope(of path: String) -> FileScope { FileScope(self, path: path) }
}
