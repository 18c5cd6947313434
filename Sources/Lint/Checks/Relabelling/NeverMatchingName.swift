import LabelSets
import Manifests
import Relabel
import Spelling

/// `drop` of `contaner_.*`.
struct NeverMatchingName: Check {
    static let info = CheckInfo(
        "relabel/never-matches", .warning, needsData: true,
        summary:
            "A relabelling rule asks for a metric that the data does not have, but for one that is spelt nearly alike.",
        rationale: """
            A rule that matches nothing does nothing: what it was to drop is stored. That the data has no such metric alone \
            proves little, for the rule may have dropped it. So it is only told where one word of the name is in no metric of \
            the data and is spelt nearly like one that is, in its place.
            """,
        faulty: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: kubelet
                        metric_relabel_configs:
                          - source_labels: [__name__]
                            regex: ↓contaner_network_.*|container_tasks_state
                            action: drop
                    """, path: "prometheus.yml",
                series: """
                    container_network_receive_bytes_total
                    container_memory_rss
                    """)
        ],
        clean: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: kubelet
                        metric_relabel_configs:
                          - source_labels: [__name__]
                            regex: container_network_.*|container_tasks_state
                            action: drop
                    """, path: "prometheus.yml", note: "What is dropped is not in the data.",
                series: "container_memory_rss")
        ])

    static func visit(_ project: Project, _ context: inout ProjectContext) {
        guard let names = context.grounding?.data.index.sourceNames, !names.isEmpty else { return }
        let vocabulary = Set(names.flatMap(Self.words))
        for job in ScrapedJob.All(in: project).jobs {
            guard let relabelling = job.relabelling, let list = job.list else { continue }
            for (index, step) in relabelling.steps.enumerated() where list.rules.indices.contains(index) {
                guard [.drop, .keep, .replace].contains(step.action), step.rule.sourceLabels.count == 1,
                    step.rule.sourceLabels[0].elementsEqual("__name__".utf8),
                    let regex = list.rules[index].regex, let arms = PatternArms(regex.value)?.arms, arms.count <= 500
                else { continue }
                for arm in arms {
                    guard let meant = Self.meant(by: arm.text, names, vocabulary) else { continue }
                    context.report(
                        "no metric of the data begins with `\(meant.literal)`, but with `\(meant.near)`",
                        in: job.file, at: regex.fileRange(of: arm.range),
                        advice: "did you mean `\(meant.near)`?",
                        evidence: ["pattern": .text(arm.text), "metrics": 0, "nearest": .text(meant.near)])
                }
            }
        }
    }

    private static func words(_ name: String) -> [Substring] { name.split(separator: "_") }

    /// The beginning that a name of the data has in place of what an alternative begins with.
    private static func meant(
        by arm: String, _ names: [String], _ vocabulary: Set<Substring>
    ) -> (literal: String, near: String)? {
        let literal = String(arm.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") })
        // The last word may go on in the pattern.
        var wanted = words(literal)
        if literal.count < arm.count, !literal.hasSuffix("_") { wanted = wanted.dropLast() }
        guard !wanted.isEmpty, !names.contains(where: { $0.hasPrefix(literal) }) else { return nil }
        let unknown = wanted.indices.filter { !vocabulary.contains(wanted[$0]) }
        guard unknown.count == 1, let place = unknown.first, wanted[place].count >= 5 else { return nil }
        for name in names {
            let found = words(name)
            guard found.count >= wanted.count,
                wanted.indices.allSatisfy({ $0 == place || found[$0] == wanted[$0] }),
                Spelling.nearest(to: String(wanted[place]), among: [String(found[place])]) != nil
            else { continue }
            return (wanted.joined(separator: "_"), found.prefix(wanted.count).joined(separator: "_"))
        }
        return nil
    }
}
