import LabelSets
import Manifests

/// A group that reads billions of series an hour.
struct GroupCost: Check {
    static let info = CheckInfo(
        "group/eval-cost", .warning, needsData: true,
        summary: "The rules of a group read more series in an hour than the budget allows.",
        rationale: """
            Each evaluation looks up every series that the selectors accept; how often that is, the interval says. \
            `max_group_series_per_hour` of the settings is the budget (500000000), series counted anew for each evaluation. \
            Read recorded aggregates, select fewer series, or evaluate less often. `cardscan lint --cost` lists all rules. A \
            group without an interval counts as one of a minute.
            """,
        faulty: [
            Example(
                file: """
                    groups:
                      - name: ↓availability
                        interval: 1m
                        rules:
                          - record: job:up:sum
                            expr: sum by (job) (up)

                    """, settings: "max_group_series_per_hour: 100",
                series: """
                    up{instance="a"}
                    up{instance="b"}
                    """)
        ],
        clean: [
            Example(
                file: """
                    groups:
                      - name: availability
                        interval: 1m
                        rules:
                          - record: job:up:sum
                            expr: sum by (job) (up)

                    """, settings: "max_group_series_per_hour: 120",
                series: """
                    up{instance="a"}
                    up{instance="b"}
                    """)
        ])

    func visit(
        _ group: RuleGroup, _ queries: [DataQuery], _ grounding: Grounding, _ context: inout FileContext
    ) {
        let interval = group.interval?.milliseconds ?? LintCost.defaultInterval
        guard interval > 0, let name = group.name else { return }
        let costs = queries.map { (query: $0, touched: $0.evaluation?.result.touched ?? 0) }
        let touched = costs.reduce(0) { $0 + $1.touched }
        let (hourly, overflow) = touched.multipliedReportingOverflow(by: Int(3_600_000 / interval))
        guard overflow || hourly > context.settings.data.groupBudget else { return }
        let dearest = costs.sorted { $0.touched > $1.touched }.prefix(3)
        context.report(
            "\(name.value) reads \(touched) series each time, \(overflow ? Int.max : hourly) an hour; the budget is "
                + "\(context.settings.data.groupBudget)", at: name.fileRange,
            advice: "read recorded aggregates, select fewer series, or evaluate less often",
            evidence: [
                "series": .number(touched), "per_hour": .number(overflow ? Int.max : hourly),
                "interval": .text(DurationText.words(interval)), "rules": .number(queries.count),
                "examples": .list(dearest.map { "\($0.query.name) \($0.touched)" }),
            ])
    }
}
