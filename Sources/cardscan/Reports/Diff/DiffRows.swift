import Cardinality

/// A comparison and how it is to be shown: which rows of each list, in which order, whatever the format.
struct DiffRows {
    let diff: CardinalityDiff
    let settings: ReportSettings
    private let sort: DiffSortKey?

    init(_ diff: CardinalityDiff, _ settings: ReportSettings, _ sort: DiffSortKey? = nil) {
        self.diff = diff
        self.settings = settings
        self.sort = sort
    }

    /// Whether series were compared, so that it is known what came, went and replaced what.
    var knowsSeries: Bool { diff.basis == .series }

    var metricOrder: RowOrder {
        let rows = diff.metrics
        return order(rows.count, { rows[$0].counts }) { rows[$0].name < rows[$1].name }
    }

    /// Only metrics of which something changed, for those who look rather than compute.
    var changedMetrics: [MetricDiff] { metricOrderWithoutLimit.map { diff.metrics[$0] }.filter(\.counts.isChanged) }

    private var metricOrderWithoutLimit: RowOrder {
        var rows = self.settings
        rows.limit = 0
        return DiffRows(diff, rows, sort).metricOrder
    }

    var groupOrder: RowOrder {
        let rows = diff.groups
        return order(rows.count, { rows[$0].counts }) { left, right in
            rows[left].values.map { $0 ?? "" }.lexicographicallyPrecedes(rows[right].values.map { $0 ?? "" })
        }
    }

    private func order(
        _ count: Int, _ counts: @escaping (Int) -> DiffCounts, _ byName: @escaping (Int, Int) -> Bool
    ) -> RowOrder {
        let precedes: ((Int, Int) -> Bool)? =
            switch sort {
            case nil: nil
            case .growth: { (counts($0).growth ?? .min) > (counts($1).growth ?? .min) }
            case .series: { (counts($0).after ?? -1) > (counts($1).after ?? -1) }
            case .new: { (counts($0).added ?? -1) > (counts($1).added ?? -1) }
            case .gone: { (counts($0).gone ?? -1) > (counts($1).gone ?? -1) }
            case .churn: { (counts($0).replaced ?? -1) > (counts($1).replaced ?? -1) }
            case .name: byName
            }
        return RowOrder(count: count, limit: settings.rows(), precedes: precedes)
    }
}
