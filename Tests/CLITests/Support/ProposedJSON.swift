import Foundation
import Testing

/// As much of `propose --format json` as tests against a server look at.
struct ProposedJSON: Decodable {
    struct Totals: Decodable {
        var series_before: Int
        var series_after: Int
        var out_of_reach: Int
    }

    struct Savings: Decodable {
        var series: Int
        var succeeding: Int
        var merged_within_target: Int
        var merged_across_targets: Int
    }

    struct Reader: Decodable { var owner: String }

    struct Proposal: Decodable {
        var id: String
        var kind: String
        var chosen: Bool
        var verdict: String
        var metrics: [String]
        var labels: [String]
        var jobs: [String]
        var savings: Savings
        var readers: [Reader]
        var notes: [String]
    }

    var totals: Totals
    var proposals: [Proposal]

    var chosen: [Proposal] { proposals.filter(\.chosen) }

    /// The proposal that does something about `label` of `metric`.
    func proposal(_ kind: String, _ metric: String, _ label: String? = nil) throws -> Proposal {
        try #require(
            proposals.first { proposal in
                proposal.kind == kind && proposal.metrics.contains(metric)
                    && label.map { proposal.labels.contains($0) } != false
            }, "no \(kind) for \(metric) \(label ?? ""): \(proposals.map(\.id))")
    }
}
