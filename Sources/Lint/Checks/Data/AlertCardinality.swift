import LabelSets
import Manifests
import PromQL

/// An alert that can fire for thousands of label sets.
enum AlertCardinality: Check {
    static let info = CheckInfo(
        "alert/cardinality", .warning, needsData: true,
        summary: "An alert can fire for more label sets at once than the budget allows.",
        rationale: """
            When everything is down at once, each label set is an alert of its own in Prometheus and in Alertmanager, and \
            perhaps in somebody's mailbox. `max_alert_series` of the settings is the budget (1000). Where an Alertmanager \
            configuration is linted too, the finding says how many notifications its `group_by` makes of them.
            """,
        faulty: [
            Example(
                rules: """
                    - alert: Down
                      expr: ↓up == 0
                      for: 5m
                    """, settings: "max_alert_series: 1",
                series: """
                    up{instance="a"}
                    up{instance="b"}
                    """)
        ],
        clean: [
            Example(
                rules: """
                    - alert: Down
                      expr: count(up == 0) > 10
                      for: 5m
                    """, settings: "max_alert_series: 1",
                series: """
                    up{instance="a"}
                    up{instance="b"}
                    """)
        ])

    static func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard case .rule(let rule, _) = query.owner, rule.kind == .alerting, let result = query.evaluation?.result,
            result.count.limit > context.settings.data.alertBudget
        else { return }
        var evidence = result.evidence
        var words = ""
        if let groups = grounding.notifications(of: rule, result) {
            evidence.add("notifications_at_most", .number(groups))
            words = ", in at most \(groups) \(groups == 1 ? "notification" : "notifications")"
        }
        context.report(
            "\(rule.name.value) can fire for \(result.count.words) label sets\(words); the budget is "
                + "\(context.settings.data.alertBudget)", in: query, at: query.expression.range,
            advice: "alert on an aggregate, such as the share that is affected", evidence: evidence)
    }
}

extension Grounding {
    /// The groups that Alertmanager makes of an alert's label sets: those of the route that makes most.
    fileprivate func notifications(of rule: Rule, _ result: ExpressionResult) -> Int? {
        guard let placed = project.rules.first(where: { $0.rule === rule }) else { return nil }
        let walk = RouteWalk(placed)
        var most: Int?
        for file in project.files {
            for case .alertmanager(let configuration) in file.contents {
                guard let root = configuration.route else { continue }
                let wanted = Set(walk.destinations(in: root).map(\.fileRange.lowerBound))
                for names in Self.groupings(of: root, wanted, inherited: []) {
                    let all = names.contains("...")
                    let groups = all ? result.count.limit : result.groups(by: names)?.limit
                    if let groups { most = max(most ?? 0, groups) }
                }
            }
        }
        return most
    }

    /// The labels that some routes group by; those that say nothing group as their parents do.
    private static func groupings(
        of route: AlertRoute, _ wanted: Set<Int>, inherited: [String], depth: Int = 0
    ) -> [[String]] {
        let own = route.groupBy.isEmpty ? inherited : route.groupBy.map(\.value)
        var found = wanted.contains(route.fileRange.lowerBound) ? [own] : []
        guard depth < 100 else { return found }
        for child in route.routes { found += groupings(of: child, wanted, inherited: own, depth: depth + 1) }
        return found
    }
}
