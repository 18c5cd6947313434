import Budgets
import Cardinality
import Propose
import YAML

/// Everything that formats say of judged budgets.
struct BudgetView {
    let result: BudgetResult
    let report: CardinalityReport
    let causes: BudgetCauses
    /// What `propose` has to say, where it was told who reads what.
    let plan: Plan?
    let settings: ReportSettings
    /// As written after `--used-by`.
    let usedBy: [String]
    /// `2026-11-29`.
    let today: String
    let samplesPerSecond: Double?
    let tellsNewSeries: Bool
    /// What the rules of `--rules` write, most first; nil without.
    let rules: [RuleSeries.Row]?

    var file: BudgetFile { result.file }

    func position(of range: Range<Int>) -> SourcePosition { file.source.position(of: range.lowerBound) }

    func isExpired(_ terms: BudgetTerms) -> Bool { terms.expires.map { $0.date < today } ?? false }

    /// Proposals that touch what broke a budget, those that can be taken as they are first.
    func proposals(for row: BudgetRow) -> [Proposal] {
        guard let plan else { return [] }
        let metrics = Set(causes.metrics(of: row).map(\.name))
        let related = plan.proposals.filter { proposal in
            if case .label(let name) = row.scope, !proposal.labels.contains(name) { return false }
            return row.scope == .total && proposal.isChosen || !metrics.isDisjoint(with: proposal.metrics)
        }
        let ranked = related.sorted { one, other in
            if one.isChosen != other.isChosen { return one.isChosen }
            return (other.savings.series, one.id) < (one.savings.series, other.id)
        }
        return Array(ranked.prefix(Self.mostProposals))
    }

    private static let mostProposals = 3
}
