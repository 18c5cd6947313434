import LabelSets
package import Manifests

/// All that a run of lint has to say; every format is a function of it.
package struct LintReport: Sendable {
    /// In the order of files and places.
    package var findings: [Finding] = []
    package var suppressed: [SuppressedFinding] = []
    package var files: [ManifestFile] = []
    /// Rules that were looked at: of recordings, of alerts and for relabelling.
    package var rules = 0
    package private(set) var relabellingRules = 0
    /// Places in Helm templates that could not be checked.
    package var holes = 0
    /// What could not run, and why.
    package var skippedChecks: [SkippedCheck] = []
    /// The series that were looked at.
    package var data: SeriesData?
    /// Lines of the baseline that nothing matches any more.
    package var staleBaseline: [Baseline.Entry] = []
    /// Findings that were mended.
    package var fixed = 0
    /// The checks that there are, for formats that list them.
    package var checks = Checks.information

    private var indices: [String: Int] = [:]

    package init(files: [ManifestFile]) {
        self.files = files
        for (index, file) in files.enumerated() {
            if indices[file.path] == nil { indices[file.path] = index }
            holes += file.holes.count
            for case .rules(let content) in file.contents {
                for group in content.groups { rules += group.rules.count }
            }
            for list in file.contents.flatMap(\.relabelLists) { relabellingRules += list.rules.count }
        }
        rules += relabellingRules
    }

    /// Whether nothing was there that a check could look at: a path that nobody meant looks like clean rules.
    package var isAboutNothing: Bool {
        rules == 0 && holes == 0 && findings.isEmpty && suppressed.isEmpty
            && files.allSatisfy { $0.contents.allSatisfy(Self.isLeftAlone) }
    }

    private static func isLeftAlone(_ content: Manifest) -> Bool {
        switch content {
        case .rules, .relabelList, .queryLog: true
        case .prometheus, .monitor, .stackValues, .alertmanager, .dashboard, .ruleTests: false
        }
    }

    /// Notes what was looked at, and what that does not suffice for.
    mutating func note(_ grounding: Grounding, checks: [CheckInfo]) {
        data = grounding.data
        if grounding.data.samples == nil {
            skippedChecks += checks.filter { SampleChecks.names.contains($0.name) }.map {
                SkippedCheck(
                    name: $0.name, reason: "no samples were read: blocks and WALs have some, other sources have none")
            }
        }
        let absence = checks.filter { AbsenceChecks.names.contains($0.name) }.map(\.name)
        if grounding.data.isFiltered {
            let reason = "series were left out on demand, so that what is not found need not be absent"
            skippedChecks += absence.map { SkippedCheck(name: $0, reason: reason) }
        } else if grounding.data.index.sourceNames.isEmpty {
            skippedChecks += absence.map { SkippedCheck(name: $0, reason: "the data have no series at all") }
        } else if let longest = grounding.longReaches.max(), let window = grounding.data.window {
            let count = grounding.longReaches.count
            let reason =
                "on \(count) \(count == 1 ? "rule that reads" : "rules that read") back "
                + "\(count == 1 ? "" : "up to ")\(DurationText.words(longest)): the data are of \(DurationText.words(window))"
            skippedChecks += absence.map { SkippedCheck(name: $0, reason: reason) }
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
