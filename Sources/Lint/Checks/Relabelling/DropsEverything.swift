import Manifests
import YAML
import Regex
import Relabel

/// `action: drop` without a regex.
struct DropsEverything: Check {
    static let info = CheckInfo(
        "relabel/drops-everything", .error,
        summary: "A relabelling rule drops every series, or every label.",
        rationale: """
            A rule without `regex` has `(.*)`, which matches everything. `drop` then drops every target or sample, and \
            `labeldrop` removes every label, the name of the metric included, which fails the scrape. Prometheus loads both \
            without a word.
            """,
        faulty: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - source_labels: [__name__]
                            ↓action: drop
                    """, path: "prometheus.yml"),
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - regex: .*
                            ↓action: labeldrop
                    """, path: "prometheus.yml"),
        ],
        clean: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - source_labels: [__name__]
                            regex: go_.*
                            action: drop
                          - regex: uid
                            action: labeldrop
                    """, path: "prometheus.yml")
        ])

    func visit(_ file: ManifestFile, _ context: inout FileContext) {
        for list in file.contents.flatMap(\.relabelLists) {
            for located in list.rules {
                guard let rule = located.rule, let action = located.action else { continue }
                guard rule.action == .drop || rule.action == .labeldrop, Self.matchesEverything(rule.regex) else {
                    continue
                }
                // vmagent's `if` restricts the rule to some series.
                guard rule.condition == nil else { continue }
                let what = rule.action == .drop ? "drops everything" : "removes every label, also the metric's name"
                context.report(
                    located.regex == nil
                        ? "without a regex, which is `(.*)` then, this rule \(what)" : "this rule \(what)",
                    at: file.start(ofEntryOf: action), advice: "say with `regex` what is to go")
            }
        }
    }

    private static func matchesEverything(_ pattern: String) -> Bool {
        ["(.*)", ".*", "^.*$", "(.+)?", ".*?", "(?s).*", "(?s:.*)"].contains(pattern)
    }
}

extension ManifestFile {
    /// From the key to the value of an entry on one line: `action: drop`.
    func start(ofEntryOf value: ManifestScalar) -> Range<Int> {
        let range = value.fileRange
        let line = text.source.line(text.source.position(of: range.lowerBound).line)
        let bytes = text.source.bytes[line.lowerBound..<range.lowerBound]
        let start = bytes.firstIndex { !" -\t{".utf8.contains($0) } ?? range.lowerBound
        return start..<range.upperBound
    }
}
