import LabelSets
import PromQL

/// A metric that an exporter stopped to expose hours ago.
struct MetricVanished: Check {
    static let info = CheckInfo(
        "series/metric-vanished", .warning, needsData: true,
        summary: "The metric has series in the data, and none of them had a sample for a long time.",
        rationale: """
            A selector of it gives nothing by now. Mostly the exporter was updated and calls the metric something else, or is \
            gone. A metric counts as vanished when its last sample lies an hour and a tenth of the data's time before the end \
            of the data. Where that is expected, `# cardscan expect-absent METRIC` says so. With several sources, which may end \
            at different times, nothing is said.
            """,
        faulty: [
            Example(
                alert: "↓node_cpu > 5",
                series: """
                    up{job="node"}
                    node_cpu{job="node"} ending 6h ago
                    """)
        ],
        clean: [
            Example(
                alert: "node_cpu > 5",
                series: """
                    up{job="node"}
                    node_cpu{job="node"} ending 10m ago
                    """),
            Example(
                rules: """
                    - alert: NodeCPU
                      expr: node_cpu > 5
                    """, settings: "expect_absent: [node_cpu]",
                series: """
                    up{job="node"}
                    node_cpu{job="node"} ending 6h ago
                    """),
        ])

    private static let shortest: Int64 = 3_600_000

    func visit(_ query: DataQuery, _ grounding: Grounding, _ context: inout FileContext) {
        guard grounding.provesAbsence(for: query), grounding.data.sources.count == 1,
            let window = grounding.data.window,
            let end = grounding.data.index.times?.last
        else { return }
        var reported: Set<String> = []
        for vector in query.selectors
        where query.isWritten(vector.selector.range) && vector.time.offset == nil && vector.time.at == nil {
            guard let names = vector.selector.metricNames, names.count == 1, let name = names.first,
                !grounding.recorded.contains(name), reported.insert(name).inserted,
                let last = grounding.data.index.lastSample(of: name),
                !context.settings.data.expectedAbsent.contains(where: { $0.matches(name) })
            else { continue }
            let gone = end - min(last, end)
            guard gone > Self.shortest + window / 10 else { continue }
            context.report(
                "the last sample of `\(name)` lies \(DurationText.words(gone)) before the end of the data", in: query,
                at: vector.selector.range,
                advice: "read what took its place, or say `# cardscan expect-absent \(name)`",
                evidence: ["metric": .text(name), "gone_for": .text(DurationText.words(gone))])
        }
    }
}
