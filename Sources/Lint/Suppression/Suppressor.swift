import Manifests

/// A finding that is left out, and why.
package struct SuppressedFinding: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        /// A comment beside it.
        case comment
        /// A line of the baseline.
        case baseline
    }

    package let finding: Finding
    package let source: Source
    /// The reason that a comment gives.
    package let reason: String?

    package init(finding: Finding, source: Source, reason: String?) {
        self.finding = finding
        self.source = source
        self.reason = reason
    }
}

/// Applies the suppressions of one file to its findings.
struct Suppressor {
    private let suppressions: [Suppression]
    private let file: ManifestFile
    private let settings: LintSettings

    init(_ file: ManifestFile, _ settings: LintSettings) {
        self.file = file
        self.settings = settings
        suppressions = SuppressionFinder.suppressions(in: file, checks: Checks.names)
    }

    /// Splits findings in what stays, with what is wrong with the suppressions added, and what does not.
    ///
    /// `ran` are the checks whose absence means that there is nothing to find.
    func apply(to findings: [Finding], ran: [String]) -> (kept: [Finding], suppressed: [SuppressedFinding]) {
        guard !suppressions.isEmpty else { return (findings, []) }
        var used = suppressions.map { $0.names.map { _ in false } }
        var kept: [Finding] = []
        var suppressed: [SuppressedFinding] = []
        // Both in the order of the file, so that only what is open at a finding is looked at.
        var waiting = suppressions.indices.filter { !suppressions[$0].isExpired(on: settings.today) }
            .sorted { suppressions[$0].scope.lowerBound > suppressions[$1].scope.lowerBound }
        var open: [Int] = []
        for finding in findings.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            var reason: String??
            let place = finding.range.lowerBound
            while let next = waiting.last, suppressions[next].scope.lowerBound <= place {
                open.append(next)
                waiting.removeLast()
            }
            open.removeAll { suppressions[$0].scope.upperBound <= place }
            for index in open {
                let suppression = suppressions[index]
                for (position, name) in suppression.names.enumerated()
                where name.glob.matches(finding.check) && suppression.covers(finding.evidence) {
                    used[index][position] = true
                    if reason == nil { reason = .some(suppression.reason) }
                }
            }
            if let reason {
                suppressed.append(SuppressedFinding(finding: finding, source: .comment, reason: reason))
            } else {
                kept.append(finding)
            }
        }
        for (suppression, used) in zip(suppressions, used) { kept += faults(of: suppression, used: used, ran: ran) }
        return (kept, suppressed)
    }

    private func faults(of suppression: Suppression, used: [Bool], ran: [String]) -> [Finding] {
        var findings: [Finding] = []
        if let fault = suppression.fault, includes(SuppressionChecks.invalid) {
            findings.append(
                finding(SuppressionChecks.invalid, fault.message, advice: fault.advice, at: fault.range))
        }
        // One thing at a time: a comment with a fault has to be written anew anyway.
        guard suppression.language == .cardscan, suppression.fault == nil else { return findings }
        let removal = SuppressionRemoval(suppression, in: file)
        if let until = suppression.until, suppression.isExpired(on: settings.today) {
            guard includes(SuppressionChecks.expired) else { return findings }
            findings.append(
                finding(
                    SuppressionChecks.expired, "this suppression ended on \(until)",
                    advice: "mend what it suppressed and remove it, or set a later date", at: suppression.range,
                    fix: removal.fix(removing: Array(suppression.names.indices))))
            return findings
        }
        guard includes(SuppressionChecks.unused) else { return findings }
        let unused = suppression.names.indices.filter { index in
            !used[index] && ran.contains(where: suppression.names[index].glob.matches(_:))
        }
        guard !unused.isEmpty else { return findings }
        let names = unused.map { suppression.names[$0].glob.pattern }.joined(separator: ", ")
        let isWhole = unused.count == suppression.names.count
        findings.append(
            finding(
                SuppressionChecks.unused, "nothing here needs \(names) to be suppressed",
                advice: "remove \(isWhole ? "the comment" : "the name")",
                at: isWhole ? suppression.range : suppression.names[unused[0]].range, fix: removal.fix(removing: unused)
            ))
        return findings
    }

    private func includes(_ check: CheckInfo) -> Bool { settings.selection.includes(check) }

    private func finding(
        _ check: CheckInfo, _ message: String, advice: String, at range: Range<Int>, fix: Fix? = nil
    ) -> Finding {
        Finding(
            check: check.name, severity: check.severity, message: message, advice: advice, file: file.path,
            range: range, fix: fix)
    }
}
