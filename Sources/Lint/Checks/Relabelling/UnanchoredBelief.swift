import Manifests
import Relabel

/// `regex: go_` for all metrics that begin so: patterns are anchored, and this one matches a name that nothing has.
enum UnanchoredBelief: Check {
    static let info = CheckInfo(
        "relabel/regex-is-anchored", .warning,
        summary: "A relabelling rule's pattern looks as if it were to match a part of the value.",
        rationale: """
            Prometheus anchors every pattern at both ends. `go_` matches a metric that is named `go_`, not those that begin \
            so: a `drop` with it drops nothing, and a `keep` keeps nothing.

            Write `go_.*` for names that begin with it, `.*_bucket` for names that end so.
            """,
        faulty: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - source_labels: [__name__]
                            regex: ↓go_
                            action: drop
                    """, path: "prometheus.yml"),
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - source_labels: [__name__]
                            regex: ↓process_cpu_seconds_total|_bucket
                            action: drop
                    """, path: "prometheus.yml"),
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        relabel_configs:
                          - source_labels: [__meta_kubernetes_namespace]
                            regex: ↓^kube-
                            action: keep
                    """, path: "prometheus.yml"),
        ],
        clean: [
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        metric_relabel_configs:
                          - source_labels: [__name__]
                            regex: go_.*|.*_bucket|up
                            action: drop
                    """, path: "prometheus.yml"),
            Example(
                file: """
                    scrape_configs:
                      - job_name: api
                        relabel_configs:
                          - source_labels: [__meta_kubernetes_namespace]
                            regex: ^kube-system$
                            action: keep
                    """, path: "prometheus.yml"),
        ])

    static func visit(_ file: ManifestFile, _ context: inout FileContext) {
        for list in file.contents.flatMap(\.relabelLists) {
            for located in list.rules {
                guard let regex = located.regex, let rule = located.rule, let arms = PatternArms(rule.regex)?.arms
                else {
                    continue
                }
                let isName = rule.sourceLabels.count == 1 && rule.sourceLabels[0].elementsEqual("__name__".utf8)
                guard let arm = arms.first(where: { Self.looksPartial(Array($0.text.utf8), isName: isName) }) else {
                    continue
                }
                context.report(
                    "`\(arm.text)` has to match the whole value, for patterns are anchored", at: regex.fileRange,
                    advice: "write `\(Self.whole(arm.text))` if what contains it is meant")
            }
        }
    }

    /// Whether an arm is plain text that no whole value would be.
    private static func looksPartial(_ arm: [UInt8], isName: Bool) -> Bool {
        let startsAnchored = arm.first == UInt8(ascii: "^")
        let endsAnchored = arm.last == UInt8(ascii: "$")
        let text = arm.dropFirst(startsAnchored ? 1 : 0).dropLast(endsAnchored ? 1 : 0)
        guard !text.isEmpty, text.allSatisfy({ isPlain($0) }), !(startsAnchored && endsAnchored) else { return false }
        if startsAnchored || endsAnchored { return text.last.map { "-_./".utf8.contains($0) } ?? false || endsAnchored }
        // `_bucket` and `go_` are no names of metrics.
        return isName && (text.last == UInt8(ascii: "_") || text.first == UInt8(ascii: "_"))
            && !text.elementsEqual("__name__".utf8)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ":"):
            true
        default: false
        }
    }

    private static func whole(_ arm: String) -> String {
        let text = arm.drop { $0 == "^" }
        if text.hasSuffix("$") { return ".*" + text.dropLast() }
        return arm.hasPrefix("_") ? ".*\(text)" : "\(text).*"
    }
}
