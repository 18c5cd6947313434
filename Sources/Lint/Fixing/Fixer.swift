package import Manifests
import YAML

/// Mends what findings propose edits for, until nothing is left to mend.
///
/// After each round everything is linted again. A round that brings a new error to a file, or breaks it, is taken back
/// for that file, and the file is left alone from then on.
package struct Fixer: Sendable {
    /// Fixes that make room for others settle in a few rounds; some might never.
    private static let rounds = 10

    package let run: LintRun
    /// The least safe fixes that may be applied.
    package let safety: FixSafety
    private let reader: ManifestReader

    package init(run: LintRun, safety: FixSafety, reader: ManifestReader) {
        self.run = run
        self.safety = safety
        self.reader = reader
    }

    /// What became of the files.
    package struct Result: Sendable {
        /// What is left.
        package var report: LintReport
        /// The new bytes of files that changed, by path.
        package var changed: [(path: String, bytes: [UInt8])] = []
        /// Files whose fixes made things worse and were not applied.
        package var refused: [String] = []
    }

    /// `paths` are the files that may be changed.
    package func fix(_ project: Project, paths: Set<String>) -> Result {
        var project = project
        var report = run.report(on: project)
        var open = paths
        var changed: [String: [UInt8]] = [:]
        var refused: [String] = []
        var fixed = 0
        for _ in 0..<Self.rounds {
            let (files, counts) = round(project, report, open)
            if files.isEmpty { break }
            let next = project.replacing(files)
            let nextReport = run.report(on: next)
            let worse = files.keys.filter { errors(of: nextReport, in: $0) > errors(of: report, in: $0) }
            open.subtract(worse)
            refused += worse
            let good = files.filter { open.contains($0.key) }
            for (path, file) in good {
                changed[path] = file.text.source.bytes
                fixed += counts[path] ?? 0
            }
            if worse.isEmpty {
                (project, report) = (next, nextReport)
            } else {
                project = project.replacing(good)
                report = run.report(on: project)
            }
        }
        report.fixed = fixed
        return Result(
            report: report, changed: changed.map { ($0, $1) }.sorted { $0.path < $1.path }, refused: refused.sorted())
    }

    /// The files that a round of fixes changes, and how many fixes each took.
    private func round(
        _ project: Project, _ report: LintReport, _ open: Set<String>
    ) -> (files: [String: ManifestFile], counts: [String: Int]) {
        var files: [String: ManifestFile] = [:]
        var counts: [String: Int] = [:]
        for (path, findings) in Dictionary(grouping: report.findings, by: \.file) where open.contains(path) {
            let fixes = findings.compactMap(\.fix).filter { $0.safety <= safety }
            guard !fixes.isEmpty, let file = report.file(path) else { continue }
            let original = file.text.source.bytes
            let text = FixedText(original, fixes: fixes)
            guard text.applied > 0, text.bytes != original else { continue }
            files[path] = reader.read(path: path, source: SourceText(text.bytes))
            counts[path] = text.applied
        }
        return (files, counts)
    }

    private func errors(of report: LintReport, in path: String) -> Int {
        let faults = report.file(path)?.faults.count { $0.kind != .ignoredDocument } ?? 0
        return report.findings.count { $0.file == path && $0.severity == .error } + faults
    }
}

extension Project {
    /// The same project with some files read anew.
    fileprivate func replacing(_ files: [String: ManifestFile]) -> Project {
        Project(files: self.files.map { files[$0.path] ?? $0 })
    }
}
