import Manifests
import PromQL

/// `pod=~".*"`: a matcher that every series satisfies.
struct MatchesEverything: Check {
    static let info = CheckInfo(
        "matcher/matches-everything", .info,
        summary: "A matcher is satisfied by every series, also by those without the label.",
        rationale: """
            `.*` matches the empty value, which a missing label counts as: the matcher selects nothing out and costs the \
            server a look at every value of the label. Often `.+` was meant, which asks for the label to be there.
            """,
        faulty: [
            Example(alert: #"kube_pod_info{job="ksm", ↓pod=~".*"} == 0"#),
            Example(alert: #"kube_pod_info{job="ksm", ↓pod=~"(.*)"} == 0"#),
        ],
        clean: [
            Example(alert: #"kube_pod_info{job="ksm", pod=~".+"} == 0"#),
            Example(alert: #"kube_pod_info{job="ksm", pod=~"api-.*"} == 0"#),
        ])

    func visit(_ rule: Rule, _ context: inout FileContext) {
        rule.forEachPattern { matcher, _, _ in
            guard matcher.type == .regex, [".*", "(.*)", "^.*$", ".*?"].contains(matcher.value) else { return }
            context.report(
                "`\(matcher)` is satisfied by every series, also by those without \(matcher.name)", in: rule.expr,
                at: matcher.range, advice: "remove it, or write `.+` if the label has to be there")
        }
    }
}
