import Cardinality
import Propose
import TSDB

/// What a plan would save as gauges, so that an alert can say when looking at it is worth it.
///
/// Lists are as long as `--limit` says; of metrics only those that proposals name.
struct OpenMetricsPlan {
    private let plan: Plan
    private let settings: ReportSettings

    init(_ plan: Plan, _ settings: ReportSettings) {
        self.plan = plan
        self.settings = settings
    }

    func write(to out: inout ByteWriter) {
        var metrics = ExpositionWriter(out)
        metrics.gauge(
            "cardscan_plan_series_before", "Series that relabelling rules were sought for.", plan.before.series)
        metrics.gauge("cardscan_plan_series_after", "Series that the chosen proposals would leave.", plan.after.series)
        if let before = plan.before.active, let after = plan.after.active {
            metrics.gauge("cardscan_plan_active_series_before", "Active series of these.", before)
            metrics.gauge("cardscan_plan_active_series_after", "Active series that would be left.", after)
        }
        if let target = plan.target {
            metrics.gauge("cardscan_plan_target_series", "Series that there shall be at most.", target)
            metrics.gauge(
                "cardscan_plan_reaches_target", "Whether the chosen proposals reach the target.",
                plan.reachesTarget ? 1 : 0)
        }
        writeVerdicts(&metrics)
        writeProposals(&metrics)
        metrics.gauge(
            "cardscan_plan_read_errors", "Files or parts of files that could not be read.",
            plan.diagnostics.count { $0.severity == .error })
        out = metrics.finish()
    }

    private func writeVerdicts(_ out: inout ExpositionWriter) {
        out.gauge("cardscan_proposals", "Proposals by verdict, chosen or not.")
        for (verdict, proposals) in Dictionary(grouping: plan.proposals, by: \.verdict.kind.rawValue).sorted(by: {
            $0.key < $1.key
        }) {
            for isChosen in [true, false] {
                out.row(
                    [("verdict", verdict), ("chosen", isChosen ? "true" : "false")],
                    proposals.count { $0.isChosen == isChosen })
            }
        }
    }

    private func writeProposals(_ out: inout ExpositionWriter) {
        let rows = plan.proposals.prefix(settings.rows() ?? plan.proposals.count)
        guard !rows.isEmpty else { return }
        func labels(_ proposal: Proposal) -> [(name: String, value: String)] {
            [
                ("proposal", proposal.id), ("kind", proposal.kind.rawValue),
                ("verdict", proposal.verdict.kind.rawValue),
                ("chosen", proposal.isChosen ? "true" : "false"),
            ]
        }
        out.gauge("cardscan_proposal_saved_series", "Series that a proposal would save, in the order of the plan.")
        for proposal in rows { out.row(labels(proposal), proposal.savings.series) }
        guard rows.contains(where: { $0.savings.active != nil }) else { return }
        out.gauge("cardscan_proposal_saved_active_series", "Active series that a proposal would save.")
        for proposal in rows {
            if let active = proposal.savings.active { out.row(labels(proposal), active) }
        }
    }
}
