import Manifests
package import YAML

/// Findings that a team has agreed to live with for now, so that only new ones count.
///
/// A JSON file. Its lines name content instead of line numbers, so that it does not have to be written anew when
/// something else in a file changes.
package struct Baseline: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package let key: FindingKey
        /// How many equal findings it stands for.
        package var count: Int
    }

    package private(set) var entries: [Entry]

    /// The baseline under which nothing of a report is new.
    package init(of report: LintReport) {
        var counts: [FindingKey: Int] = [:]
        let known = report.suppressed.filter { $0.source == .baseline }.map(\.finding)
        for finding in report.findings + known {
            counts[FindingKey(finding, in: report.file(finding.file)), default: 0] += 1
        }
        entries = counts.map { Entry(key: $0, count: $1) }.sorted { $0.key < $1.key }
    }

    /// Reads what `--write-baseline` wrote.
    package init(parsing source: SourceText) throws(SettingsError) {
        let stream = YAMLStream(parsing: source)
        if let error = stream.error { throw SettingsError(error.message, at: error.range) }
        guard let root = stream.documents.first?.root, let mapping = root.mapping,
            let list = mapping["findings"]?.sequence
        else { throw SettingsError("is no baseline of cardscan: it has no list of findings", at: 0..<0) }
        guard mapping["schema_version"]?.scalar?.value == "1" else {
            throw SettingsError("is a baseline of another version; write it anew with --write-baseline", at: root.range)
        }
        entries = []
        for node in list {
            guard let entry = node.mapping, let check = entry["check"]?.scalar?.value,
                let file = entry["file"]?.scalar?.value, let excerpt = entry["excerpt"]?.scalar?.value,
                let count = entry["count"]?.scalar.flatMap({ Int($0.value) }), count > 0
            else { throw SettingsError("expected check, file, excerpt and count", at: node.range) }
            let rule = entry["rule"]?.scalar?.value ?? ""
            entries.append(
                Entry(key: FindingKey(check: check, file: file, rule: rule, excerpt: excerpt), count: count))
        }
    }

    /// Moves the findings it knows to the suppressed ones, and lists what of it is not found any more.
    package func apply(to report: inout LintReport) {
        var left = Dictionary(entries.map { ($0.key, $0.count) }, uniquingKeysWith: +)
        var kept: [Finding] = []
        for finding in report.findings {
            let key = FindingKey(finding, in: report.file(finding.file))
            if let count = left[key], count > 0 {
                left[key] = count - 1
                report.suppressed.append(SuppressedFinding(finding: finding, source: .baseline, reason: nil))
            } else {
                kept.append(finding)
            }
        }
        report.findings = kept
        let linted = Set(report.files.map { FindingKey.path($0.path) })
        // What was not looked at cannot be stale.
        report.staleBaseline = entries.compactMap { entry in
            guard let count = left[entry.key], count > 0, linted.contains(entry.key.file) else { return nil }
            return Entry(key: entry.key, count: count)
        }
    }
}
