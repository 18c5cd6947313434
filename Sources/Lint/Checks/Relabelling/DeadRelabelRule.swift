import Manifests
import Relabel
import YAML

/// A relabelling rule that can be proved to do nothing.
struct DeadRelabelRule: Check {
    static let info = CheckInfo(
        "relabel/dead-rule", .warning,
        summary: "A relabelling rule never does anything.",
        rationale: """
            Rules run one after the other. What an earlier rule has dropped, removed or set decides what a later one can \
            still match; a rule that is left nothing is a mistake in it, or in one before it. Only what is certain for \
            every series is reported.
            """,
        faulty: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - source_labels: [__name__]
                            regex: up|http_requests_total
                            action: keep
                          - ↓source_labels: [__name__]
                            regex: go_gc_duration_seconds
                            action: drop
                    """, path: "prometheus.yml"),
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - regex: pod
                            action: labeldrop
                          - ↓regex: pod
                            action: labeldrop
                    """, path: "prometheus.yml"),
        ],
        clean: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - source_labels: [__name__]
                            regex: up|go_.*
                            action: keep
                          - source_labels: [__name__]
                            regex: go_gc_duration_seconds
                            action: drop
                    """, path: "prometheus.yml")
        ])

    func visit(_ file: ManifestFile, _ context: inout FileContext) {
        for list in file.contents.flatMap(\.relabelLists) {
            // vmagent's `if` restricts a rule to some series, which the proof knows nothing of.
            guard list.rules.allSatisfy({ $0.rule != nil && $0.node.mapping?["if"] == nil }),
                let relabelling = try? Relabelling(list.rules.compactMap(\.rule))
            else { continue }
            let reach = relabelling.reach()
            for (index, reason) in reach.dead.sorted(by: { $0.key < $1.key }) {
                context.report(Self.message(reason), at: list.rules[index].fileRange, advice: Self.advice(reason))
            }
        }
    }

    private static func message(_ reason: RelabelReach.Reason) -> String {
        switch reason {
        case .unreachable(let step): "nothing gets to this rule: rule \(step + 1) of the list drops everything"
        case .neverMatches: "this rule matches nothing of what the rules before it leave"
        case .alwaysMatches: "this rule has no effect: it keeps all that the rules before it leave"
        case .overwritten(let step):
            "this rule has no effect: rule \(step + 1) of the list sets the same label whatever it holds"
        case .nothingLeft(let step): "this rule has no effect: rule \(step + 1) of the list has removed these labels"
        }
    }

    private static func advice(_ reason: RelabelReach.Reason) -> String {
        switch reason {
        case .unreachable, .neverMatches: "remove it, move it up, or mend the rule before it"
        case .alwaysMatches, .overwritten, .nothingLeft: "remove it"
        }
    }
}
