import LabelSets
import Manifests
import PromQL
import Regex
import Spelling

/// `code=~"500|5..|500"`: alternatives that add nothing.
enum DeadAlternative: Check {
    static let info = CheckInfo(
        "matcher/dead-alternative", .info,
        summary:
            "An alternative of a regular expression adds nothing: another one, or another matcher, decides already.",
        rationale: """
            An alternative that stands there twice, that a wider one covers, or that another matcher of the same label \
            excludes is never what selects a series. Most often one of the two was meant to be something else.

            With `--data`, an alternative is also dead that accepts no value the label has. It may wait for something that \
            seldom happens, so there is no fix.
            """,
        faulty: [
            Example(alert: #"http_requests_total{↓code=~"500|502|500"} > 0"#),
            Example(alert: #"http_requests_total{↓handler=~"/api/.*|/api/users"} > 0"#),
            Example(
                alert: #"http_requests_total{↓code=~"500|404", code!~"4.."} > 0"#,
                note: "404 is excluded by the second matcher."),
            Example(
                alert: #"http_requests_total{↓method=~"GET|PSOT"} > 0"#,
                series: """
                    http_requests_total{method="GET"}
                    http_requests_total{method="POST"}
                    """),
        ],
        clean: [
            Example(alert: #"http_requests_total{code=~"500|502"} > 0"#),
            Example(alert: #"http_requests_total{handler=~"/api/.*|/health"} > 0"#),
            Example(alert: #"http_requests_total{code=~"4..|5..", code!="404"} > 0"#),
            Example(
                alert: #"http_requests_total{method=~"GET|P.*"} > 0"#,
                series: """
                    http_requests_total{method="GET"}
                    http_requests_total{method="POST"}
                    """),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        rule.forEachPattern { matcher, selector in
            guard matcher.hasAlternatives, let arms = PatternArms(matcher.value)?.arms, 2...100 ~= arms.count else {
                return
            }
            let others = selector.matchers.filter { $0.name == matcher.name && $0.range != matcher.range }
            for (index, arm) in arms.enumerated() where !arm.text.isEmpty {
                guard let reason = Self.reason(index, arms, matcher, others) else { continue }
                context.report(
                    "the alternative `\(arm.text)` of `\(matcher)` adds nothing: \(reason)", in: rule.expr,
                    at: matcher.range, advice: "remove it, or correct it if another value was meant")
                return
            }
        }
    }

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard grounding.provesAbsence(for: query) else { return }
        query.forEachMatcher(grounding) { found in
            guard found.matcher.type == .regex, found.matcher.hasAlternatives, found.accepted > 0, found.labelled > 0,
                let arms = PatternArms(found.matcher.value)?.arms, 2...100 ~= arms.count
            else { return }
            let values = grounding.index.values(of: found.matcher.name, on: found.selector).map(\.value)
            let dead = arms.map(\.text).filter { text in
                guard !text.isEmpty, let regex = try? Regex(text, for: .matching) else { return false }
                return !regex.matchesEmpty && !values.contains { regex.matches($0) }
            }
            guard !dead.isEmpty else { return }
            let nearest = dead.lazy.compactMap { Spelling.nearest(to: $0, among: values.prefix(20_000)) }.first
            var evidence = found.evidence
            evidence.add("values", .number(found.values))
            evidence.add("dead", .list(dead))
            if let nearest { evidence.add("nearest", .text(nearest)) }
            context.report(
                "\(dead.prefix(3).map { "`\($0)`" }.joined(separator: ", ")) in `\(found.matcher)` accepts no value that "
                    + "`\(found.matcher.name)` of \(found.subject) has", in: query, at: found.matcher.range,
                advice: nearest.map { "did you mean `\($0)`?" }, evidence: evidence)
        }
    }

    private static func reason(
        _ index: Int, _ arms: [PatternArms.Arm], _ matcher: Matcher, _ others: [Matcher]
    ) -> String? {
        if arms[..<index].contains(where: { $0.text == arms[index].text }) { return "it stands there twice" }
        guard let regex = try? Regex(arms[index].text, for: .matching), let values = regex.onlyValues else {
            return nil
        }
        let rest = arms.indices.filter { $0 != index && arms[$0].text != arms[index].text }
        for other in rest {
            guard let wider = try? Regex(arms[other].text, for: .matching) else { return nil }
            if wider.onlyValues == nil, values.allSatisfy({ wider.matches($0) }) {
                return "`\(arms[other].text)` matches it, too"
            }
        }
        guard matcher.type == .regex else { return nil }
        for other in others where values.allSatisfy({ !other.matches($0) }) {
            return "`\(other)` excludes it"
        }
        return nil
    }
}
