import Manifests
import PromQL
import Regex

/// `path=~"^/api/.*$"`: matchers are anchored anyway.
enum RedundantAnchor: Check {
    static let info = CheckInfo(
        "matcher/redundant-anchor", .info,
        summary: "A regular expression is anchored, as every matcher is anyway.",
        rationale: """
            Prometheus anchors every matcher at both ends. A written `^` or `$` changes nothing, and suggests to the next \
            reader that a pattern without them would match a part of the value.
            """,
        fix: .safe,
        faulty: [
            Example(
                alert: #"rate(http_requests_total{↓path=~"^/api/.*$"}[5m]) > 1"#,
                fixed: #"rate(http_requests_total{path=~"/api/.*"}[5m]) > 1"#),
            Example(
                alert: #"up{↓job!~"^kube.+"} == 0"#, fixed: #"up{job!~"kube.+"} == 0"#),
        ],
        clean: [
            Example(alert: #"up{job=~"kube.+"} == 0"#),
            Example(
                alert: #"up{job=~"^a|b$"} == 0"#,
                note: "Redundant, too, but taking anchors out of one arm each would hide that."),
            Example(alert: #"up{job=~"^api$"} == 0"#, note: "matcher/regex-for-one-value says it better."),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        rule.forEachPattern { matcher, _ in
            guard matcher.type.isRegex else { return }
            let bytes = matcher.bytes
            let starts = bytes.first == UInt8(ascii: "^")
            let ends =
                bytes.count > 1 && bytes.last == UInt8(ascii: "$") && bytes[bytes.count - 2] != UInt8(ascii: "\\")
            guard starts || ends, bytes.count > 1, matcher.onlyValue == nil,
                PatternArms(matcher.value)?.arms.count == 1, let text = MatcherText(matcher, in: rule.expr.value)
            else { return }
            let content = text.contentRange
            var edits: [Fix.Edit] = []
            if starts {
                edits.append(Fix.Edit(rule.expr.fileRange(of: content.lowerBound..<content.lowerBound + 1), ""))
            }
            if ends { edits.append(Fix.Edit(rule.expr.fileRange(of: content.upperBound - 1..<content.upperBound), "")) }
            context.report(
                "`\(matcher)` is anchored by Prometheus already", in: rule.expr, at: matcher.range,
                advice: "leave out " + (starts && ends ? "`^` and `$`" : starts ? "`^`" : "`$`"),
                fix: text.isPlain ? Fix(.safe, "Remove redundant anchors", edits) : nil)
        }
    }
}
