package import Manifests
package import PromQL
import Synchronization

/// Everything that is linted together.
///
/// A class: checks that look at all rules hand it on for each of them.
package final class Project: Sendable {
    package let files: [ManifestFile]
    /// Every rule, in the order of files.
    package let rules: [PlacedRule]
    /// The recording rules by what they record, as positions in `rules`.
    package let recordings: [String: [Int]]
    let graph: RuleGraph
    private let lazyUsage = LazyUsage()

    package init(files: [ManifestFile], threads: Int = 1) {
        self.files = files
        var rules: [PlacedRule] = []
        var recordings: [String: [Int]] = [:]
        for (fileIndex, file) in files.enumerated() {
            var groupIndex = 0
            for case .rules(let ruleFile) in file.contents {
                for group in ruleFile.groups {
                    for (index, rule) in group.rules.enumerated() {
                        if rule.kind == .recording { recordings[rule.name.value, default: []].append(rules.count) }
                        rules.append(
                            PlacedRule(rule: rule, group: group, file: fileIndex, groupIndex: groupIndex, index: index))
                    }
                    groupIndex += 1
                }
            }
        }
        self.rules = rules
        self.recordings = recordings
        graph = RuleGraph(rules: rules, recordings: recordings, threads: threads)
    }

    /// Every selector of rules and dashboards that is understood.
    package var selectors: [Selector] {
        var selectors = rules.flatMap { $0.rule.parts.selectors.map(\.selector) }
        for file in files {
            for case .dashboard(let dashboard) in file.contents {
                for query in dashboard.queries { selectors += query.parsed?.selectors.map(\.selector) ?? [] }
            }
        }
        return selectors
    }

    /// What the files read. It is worked out for the first check that asks.
    var usage: Usage { lazyUsage.value(for: files) }

    /// The file a rule stands in.
    package func file(of placed: PlacedRule) -> ManifestFile { files[placed.file] }
}

private final class LazyUsage: Sendable {
    private let state = Mutex<Usage?>(nil)

    func value(for files: [ManifestFile]) -> Usage {
        state.withLock { known in
            if let known { return known }
            let usage = Usage(files: files)
            known = usage
            return usage
        }
    }
}

/// A rule, and where it stands.
package struct PlacedRule: Sendable {
    package let rule: Rule
    package let group: RuleGroup
    /// Position in the project's files.
    package let file: Int
    /// Counted over all groups of the file.
    package let groupIndex: Int
    /// Position in the group.
    package let index: Int

    /// Labels that are added to every result, those of the group included.
    package var labels: [String: String] {
        if group.labels.isEmpty, rule.labels.isEmpty { return [:] }
        var labels: [String: String] = [:]
        for entry in group.labels + rule.labels { labels[entry.key.value] = entry.value.value }
        return labels
    }

    package func isInGroup(of other: PlacedRule) -> Bool { file == other.file && groupIndex == other.groupIndex }
}
