import Manifests

/// Lints files as the settings say: runs the checks, and leaves out what is not to be shown.
package struct LintRun: Sendable {
    package var settings: LintSettings
    package var threads = 1
    package var baseline: Baseline?
    /// Lines that changed; only findings on them are shown.
    package var changes: ChangedLines?
    /// The project at the revision that changes are counted from.
    package var previous: Project?
    /// Series that rules are checked against.
    package var data: SeriesData?

    package init(settings: LintSettings) { self.settings = settings }

    package func report(on project: Project) -> LintReport {
        var report = LintReport(files: project.files)
        let grounding = data.map { Grounding($0, project) }
        if let grounding { report.note(grounding, checks: Checks.information.filter(includes)) }
        for finding in suppressed(found(in: project, grounding), in: &report) where isWanted(finding, in: report) {
            report.findings.append(finding)
        }
        if let baseline {
            baseline.apply(to: &report)
            // What was not looked for cannot be stale.
            let ran = Set(Checks.information.filter(includes).map(\.name))
            report.staleBaseline.removeAll { changes != nil || !ran.contains($0.key.check) }
        }
        return report
    }

    /// Whether a check is wanted, and can find something.
    private func includes(_ check: CheckInfo) -> Bool {
        settings.selection.includes(check) && (data != nil || !check.needsData)
    }

    /// All findings of the checks that are on, with the severities that the settings give them.
    private func found(in project: Project, _ grounding: Grounding?) -> [Finding] {
        let checks = Checks.all.filter { includes($0.info) }
        var scopes: [String: FileScope] = [:]
        var findings: [Finding] = []
        let linter = Linter(settings: settings, checks: checks)
        for var finding in linter.findings(in: project, previous: previous, threads: threads, grounding) {
            let scope = scopes[finding.file] ?? settings.scope(of: finding.file)
            scopes[finding.file] = scope
            guard scope.allows(finding.check) else { continue }
            finding.severity = scope.severity(of: finding)
            findings.append(finding)
        }
        return findings
    }

    private func suppressed(_ findings: [Finding], in report: inout LintReport) -> [Finding] {
        let ran = Checks.all.filter { includes($0.info) }.map { $0.info.name }
        let byFile = Dictionary(grouping: findings, by: \.file)
        var kept: [Finding] = []
        for file in report.files {
            let scope = settings.scope(of: file.path)
            let result = Suppressor(file, settings).apply(
                to: byFile[file.path] ?? [], ran: ran.filter(scope.allows))
            report.suppressed += result.suppressed
            kept += result.kept.sorted { ($0.range.lowerBound, $0.check) < ($1.range.lowerBound, $1.check) }
        }
        return kept
    }

    private func isWanted(_ finding: Finding, in report: LintReport) -> Bool {
        guard finding.severity >= settings.minSeverity else { return false }
        guard let changes, let file = report.file(finding.file) else { return true }
        return changes.touch(finding, in: file)
    }
}
