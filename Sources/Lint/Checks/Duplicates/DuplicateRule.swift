import Manifests
import PromQL

/// Two rules of one name and labels that may write the same series.
struct DuplicateRule: Check {
    static let info = CheckInfo(
        "duplicate/rule", .warning,
        summary: "Two rules with the same name and labels can write the same series.",
        rationale: """
            When two rules of one name give one label set, Prometheus keeps the sample that comes first and logs the other \
            as a duplicate, or as out of order; which one wins depends on the order of groups. Two equal alerts notify as one.

            Rules whose expressions cannot select the same series are left alone: `code=~"2.."` beside `code=~"3.."` is \
            how a metric is often recorded in parts. With `--data` the label sets that both can write are counted; where \
            there are none in the data, it is an information.
            """,
        faulty: [
            Example(
                rules: """
                    - record: job:requests:rate5m
                      expr: sum by (job) (rate(requests_total[5m]))
                    - record: ↓job:requests:rate5m
                      expr: sum by (job) (rate(http_requests_total[5m]))
                    """),
            Example(
                rules: """
                    - alert: HighLatency
                      expr: job:latency:p99 > 1
                      labels: {severity: page}
                    - alert: ↓HighLatency
                      expr: job:latency:p99 > 2
                      labels: {severity: page}
                    """),
            Example(
                rules: """
                    - record: job:requests:rate5m
                      expr: sum by (job) (rate(requests_total[5m]))
                    - record: ↓job:requests:rate5m
                      expr: sum by (job) (rate(http_requests_total[5m]))
                    """, note: "An information: the data has no job of both.",
                series: """
                    requests_total{job="mail"}
                    http_requests_total{job="web"}
                    """),
        ],
        clean: [
            Example(
                rules: """
                    - record: code:requests:increase1h
                      expr: sum by (code) (increase(requests_total{code=~"2.."}[1h]))
                    - record: code:requests:increase1h
                      expr: sum by (code) (increase(requests_total{code=~"3.."}[1h]))
                    """),
            Example(
                rules: """
                    - alert: HighLatency
                      expr: job:latency:p99 > 1
                      labels: {severity: warning}
                    - alert: HighLatency
                      expr: job:latency:p99 > 2
                      labels: {severity: page}
                    """),
            Example(
                rules: """
                    - record: job:up:count
                      expr: count by (job) (up{job="a"})
                    - record: job:up:count
                      expr: count by (job) (up{job!="a"})
                    """),
        ])

    func visit(_ project: Project, _ context: inout ProjectContext) {
        // Nearly all names are there once, and need no second look.
        var counts: [String: Int] = [:]
        for placed in project.rules { counts[placed.rule.name.value, default: 0] += 1 }
        var known: [String: [Int]] = [:]
        for (index, placed) in project.rules.enumerated()
        where !placed.rule.isMasked && counts[placed.rule.name.value] != 1 {
            let labels = placed.labels.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value)" }
            let kind = placed.rule.kind == .alerting ? "alert" : "record"
            let identity = ([kind, placed.rule.name.value] + labels).joined(separator: "\u{1}")
            defer { known[identity, default: []].append(index) }
            let earlier = (known[identity] ?? []).suffix(200)
            guard let twin = earlier.first(where: { !Self.areDisjoint(project.rules[$0], placed) }) else {
                continue
            }
            let other = project.rules[twin]
            let isCopy = other.rule.parsed != nil && other.rule.parsed?.description == placed.rule.parsed?.description
            let shared =
                isCopy ? nil : context.grounding.flatMap { SharedResults(other, placed, $0) }
            var words = isCopy ? ", with the same expression" : " with the same labels, and may write the same series"
            if let shared, shared.count > 0 {
                words = " with the same labels, and can write \(shared.count) of the same series"
            } else if let shared, shared.first > 0, shared.second > 0 {
                words += ", though none in the data"
            }
            context.report(
                "\(kind) \(placed.rule.name.value) stands here a second time" + words,
                in: project.file(of: placed), at: placed.rule.name.fileRange, rule: placed.rule.name.value,
                advice: isCopy
                    ? "remove one of the two" : "give them different labels, or matchers that exclude each other",
                severity: words.hasSuffix("in the data") ? .info : nil,
                related: [
                    RelatedPlace(
                        file: project.file(of: other).path, range: other.rule.name.fileRange,
                        message: "the first is here")
                ], evidence: shared?.evidence ?? [:])
        }
    }

    /// Whether no series can be a result of both: a label that both keep is restricted to different values.
    private static func areDisjoint(_ one: PlacedRule, _ other: PlacedRule) -> Bool {
        guard let first = one.rule.parsed, let second = other.rule.parsed else { return false }
        // Both have the same labels of their own, which replace those of the result.
        let replaced = Set(one.labels.keys)
        let ours = LabelConditions.guaranteed(in: first)
        let theirs = LabelConditions.guaranteed(in: second)
        return ours.contains { label, matchers in
            !replaced.contains(label) && (theirs[label].map { LabelConditions.exclude(matchers, $0) } ?? false)
        }
    }
}
