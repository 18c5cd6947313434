import Cardinality
import Relabel

/// Lists of what a job's scrapes may hold, in place of rules that drop the metrics which nothing reads.
///
/// They drop the same series, and whatever the job comes to expose later, so they are offered and never chosen.
struct KeepList {
    private let job: String
    /// All metrics of the job that rules can meet.
    private let metrics: Set<String>
    /// Metrics that it does not have, and that somebody reads.
    private let awaited: Set<String>
    private let unused: [MetricFinding]

    /// `findings` are those of metrics that nothing reads, and of which that is proved.
    init(job: String, metrics: Set<String>, awaited: Set<String>, findings: [MetricFinding]) {
        (self.job, self.metrics, self.awaited) = (job, metrics, awaited)
        unused = findings.filter { $0.origins.contains { $0.job == job } }
    }

    /// `nil` where it would be no shorter than what it replaces, or longer than a person reads.
    func proposal() -> Proposal? {
        let dropped = Set(unused.map(\.metric))
        let kept = metrics.subtracting(dropped).union(awaited).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard !job.isEmpty, kept.count > awaited.count, !dropped.isEmpty else { return nil }
        let pattern = Alternatives.pattern(kept)
        let drops = Alternatives.patterns(Array(dropped)).reduce(0) { $0 + $1.utf8.count }
        guard pattern.utf8.count < min(drops, Alternatives.lengthLimit),
            Alternatives.matchesExactly([pattern], Set(kept), of: metrics.union(awaited))
        else { return nil }
        var savings = Savings()
        for finding in unused {
            for (target, series) in finding.savings.targets where target.job == job {
                savings.targets[target, default: 0] += series
                savings.series += series
            }
        }
        var proposal = Proposal(
            id: "\(Proposal.Kind.keepList.rawValue)/\(job)", kind: .keepList,
            summary: "keep-list of the job \"\(job)\": \(kept.count) metrics, and nothing else",
            rules: [RelabelRule(.keep, from: ["__name__"], regex: pattern)], metrics: kept, verdict: .safe,
            savings: savings)
        proposal.origins = Set(unused.flatMap(\.origins)).filter { $0.job == job }.sorted()
        proposal.notes = [
            "in place of the rules that drop \(dropped.count) metrics of the job which nothing reads: it drops the same "
                + "series, and every metric that is new later"
                + (awaited.isEmpty
                    ? "" : "; \(awaited.count) metrics that somebody reads and the job does not have yet are kept")
        ]
        return proposal
    }
}
