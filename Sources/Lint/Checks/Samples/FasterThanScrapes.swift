import LabelSets
import Manifests
import PromQL

/// A group that is evaluated every 15 seconds over what is scraped every minute.
struct FasterThanScrapes: Check {
    static let info = CheckInfo(
        "group/faster-than-scrapes", .info, needsData: true,
        summary: "A group is evaluated more often than anything it reads is scraped, as samples show.",
        rationale: """
            Between two scrapes every evaluation gives what the one before gave. It costs the same each time, and recording rules \
            write the same value again. The interval of a group need not be shorter than that of its inputs.
            """,
        faulty: [
            Example(
                file: """
                    groups:
                      - name: api
                        interval: ↓15s
                        rules:
                          - record: job:up:sum
                            expr: sum by (job) (up)

                    """, series: #"up{job="api"} 1 1 1 1 1"#)
        ],
        clean: [
            Example(
                file: """
                    groups:
                      - name: api
                        interval: 1m
                        rules:
                          - record: job:up:sum
                            expr: sum by (job) (up)

                    """, series: #"up{job="api"} 1 1 1 1 1"#)
        ])

    func visit(
        _ group: RuleGroup, _ queries: [DataQuery], _ grounding: Grounding, _ context: inout FileContext
    ) {
        guard let interval = group.interval, interval.milliseconds > 0, let samples = grounding.data.samples else {
            return
        }
        var fastest: Int64?
        var first: (name: String, seen: Observation)?
        for vector in queries.flatMap(\.expression.selectors) {
            // What is not known may be scraped more often.
            guard let seen = samples.selected(by: vector.selector),
                let least = seen.series.compactMap(\.interval).min()
            else {
                if grounding.mayExist(vector.selector) { return }
                continue
            }
            fastest = min(fastest ?? least, least)
            if first == nil { first = (vector.selector.metricNames?.first ?? "", seen) }
        }
        guard let fastest, let first, interval.milliseconds * 3 / 2 < fastest else { return }
        let usual = DurationText.words(fastest)
        context.report(
            "the group is evaluated every \(interval.scalar.value), and nothing that it reads is scraped more often than "
                + "every \(usual)",
            at: interval.scalar.fileRange, advice: "an interval of \(usual) is enough",
            evidence: first.seen.evidence(first.name, for: first.seen.series, [("interval", .text(usual))]))
    }
}

extension Grounding {
    /// Whether a selector may select something that no samples were seen of.
    fileprivate func mayExist(_ selector: Selector) -> Bool {
        guard let names = selector.metricNames else { return true }
        return names.contains { index.hasMetric($0) || recorded.contains($0) }
    }
}
