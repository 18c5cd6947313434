import LabelSets
import Manifests
import PromQL
import Regex
import Spelling

/// `mode="idel"`.
enum NoValueMatches: Check {
    static let info = CheckInfo(
        "matcher/no-value-matches", .warning, needsData: true,
        summary: "A matcher accepts no value that its label has in the data.",
        rationale: """
            The selector gives nothing. With a value that is spelt nearly alike this is a warning; else an information, for \
            the value may be one that only comes up when something is wrong, such as `code="500"`.
            """,
        fix: .unsafe,
        faulty: [
            Example(
                alert: #"node_cpu_seconds_total{↓mode="idel"} > 1"#,
                fixed: nil,
                series: """
                    node_cpu_seconds_total{cpu="0", mode="idle"}
                    node_cpu_seconds_total{cpu="0", mode="user"}
                    """),
            Example(
                alert: #"http_requests_total{↓code=~"5.."} > 1"#, note: "An information.",
                series: """
                    http_requests_total{code="200"}
                    http_requests_total{code="404"}
                    """),
        ],
        clean: [
            Example(
                alert: #"node_cpu_seconds_total{mode="idle"} > 1"#,
                series: #"node_cpu_seconds_total{cpu="0", mode="idle"}"#),
            Example(
                alert: #"absent(up{job="etcd"})"#, note: "Its absence is what is asked for.",
                series: #"up{job="node"}"#),
        ])

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard grounding.provesAbsence(for: query) else { return }
        query.forEachMatcher(grounding) { found in
            guard found.labelled > 0, found.accepted == 0 else { return }
            let matcher = found.matcher
            let values = grounding.index.values(of: matcher.name, on: found.selector)
            let nearest = Self.nearest(to: matcher, among: values.map(\.value))
            var evidence = found.evidence
            evidence.add("values", .number(found.values))
            evidence.add("examples", .list(values.sorted { $0.series > $1.series }.prefix(3).map(\.value)))
            if let nearest { evidence.add("nearest", .text(nearest)) }
            context.report(
                found.values == 1
                    ? "`\(matcher)` does not accept the only value that `\(matcher.name)` of \(found.subject) has"
                    : "`\(matcher)` accepts none of the \(found.values) values that `\(matcher.name)` of \(found.subject) has",
                in: query, at: matcher.range,
                advice: nearest.map { "did you mean `\($0)`?" }, severity: nearest == nil ? .info : nil,
                fix: nearest.flatMap { Self.fix(matcher, $0, query) }, evidence: evidence)
        }
    }

    /// Numbers that are near are not misspelt.
    private static func nearest(to matcher: Matcher, among values: [String]) -> String? {
        let wanted = matcher.regex == nil ? [matcher.value] : matcher.regex?.onlyValues ?? []
        guard !matcher.type.isNegative else { return nil }
        let words = values.lazy.filter { $0.utf8.contains { byte in (0x61...0x7a).contains(byte | 0x20) } }.prefix(
            20_000)
        for value in wanted {
            guard value.utf8.count > 2, !value.utf8.contains(where: { (0x30...0x39).contains($0) }) else { continue }
            if let nearest = Spelling.nearest(to: value, among: words) { return nearest }
        }
        return nil
    }

    /// Only for `=`: in a regular expression the value may need escapes.
    private static func fix(_ matcher: Matcher, _ value: String, _ query: DataQuery) -> Fix? {
        guard matcher.type == .equal, let rule = query.rule, let text = MatcherText(matcher, in: rule.expr.value),
            text.isPlain, value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !#""'`\"#.utf8.contains($0) })
        else { return nil }
        return Fix(
            .unsafe, "Replace `\(matcher.value)` by `\(value)`",
            [Fix.Edit(rule.expr.fileRange(of: text.contentRange), value)])
    }
}
