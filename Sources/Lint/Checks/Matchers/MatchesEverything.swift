import Manifests
import PromQL

/// `pod=~".*"`: a matcher that every series satisfies.
enum MatchesEverything: Check {
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

    private static let patterns = [".*", "(.*)", "^.*$", ".*?"].map { Array($0.utf8) }

    static func visit(_ rule: Rule, _ context: inout FileContext) {
        rule.forEachPattern { matcher, _ in
            guard matcher.type == .regex, patterns.contains(matcher.bytes) else { return }
            context.report(
                "`\(matcher)` is satisfied by every series, also by those without \(matcher.name)", in: rule.expr,
                at: matcher.range, advice: "remove it, or write `.+` if the label has to be there")
        }
    }
}
