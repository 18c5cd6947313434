package import Manifests

/// All that a run of lint has to say; every format is a function of it.
package struct LintReport: Sendable {
    /// In the order of files and places.
    package var findings: [Finding] = []
    package var suppressed: [SuppressedFinding] = []
    package var files: [ManifestFile] = []
    package var rules = 0
    /// Places in Helm templates that could not be checked.
    package var holes = 0
    /// What could not run, and why.
    package var skippedChecks: [SkippedCheck] = []
    /// Lines of the baseline that nothing matches any more.
    package var staleBaseline: [Baseline.Entry] = []
    /// Findings that were mended.
    package var fixed = 0

    private var indices: [String: Int] = [:]

    package init(files: [ManifestFile]) {
        self.files = files
        for (index, file) in files.enumerated() {
            if indices[file.path] == nil { indices[file.path] = index }
            holes += file.holes.count
            for case .rules(let content) in file.contents {
                for group in content.groups { rules += group.rules.count }
            }
        }
    }

    /// The file a finding is in.
    package func file(_ path: String) -> ManifestFile? { indices[path].map { files[$0] } }

    package func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }
}

/// A check that could not run.
package struct SkippedCheck: Sendable, Equatable {
    package let name: String
    package let reason: String

    package init(name: String, reason: String) {
        self.name = name
        self.reason = reason
    }
}
