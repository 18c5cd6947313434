import Manifests
import PromQL

/// `env=~"prod|"`: an alternative that is empty selects series without the label as well.
enum EmptyAlternative: Check {
    static let info = CheckInfo(
        "matcher/empty-alternative", .info, isDefault: false,
        summary: "A regular expression has an empty alternative, so that series without the label match as well.",
        rationale: """
            A missing label counts as an empty value. A stray `|` at the end of a list therefore selects, besides the \
            values listed, every series that lacks the label.

            Where that is meant, `(prod)?` or two selectors joined by `or` say so. Mixins write `prod|` for it on purpose, \
            which is why the check has to be asked for.
            """,
        faulty: [
            Example(alert: #"up{job="api", ↓env=~"prod|staging|"} == 0"#),
            Example(alert: #"up{job="api", ↓env!~"|dev"} == 0"#, note: "Excludes what has no env, too."),
            Example(alert: #"up{job="api", ↓env=~"(prod||staging)"} == 0"#),
        ],
        clean: [
            Example(alert: #"up{job="api", env=~"prod|staging"} == 0"#),
            Example(alert: #"up{job="api", env=~"(prod)?"} == 0"#),
            Example(alert: #"up{job="api", env=""} == 0"#),
        ])

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        rule.forEachPattern { matcher, _ in
            guard matcher.hasAlternatives, let arms = PatternArms(matcher.value)?.arms, arms.count > 1,
                arms.contains(where: \.text.isEmpty)
            else { return }
            let effect = matcher.type == .regex ? "selects" : "excludes"
            context.report(
                "`\(matcher)` has an empty alternative: it \(effect) series without \(matcher.name), too",
                in: rule.expr, at: matcher.range, advice: "remove the stray `|`, or write `(…)?` if that is meant")
        }
    }
}
