package import Cardinality

/// What broke budgets: the metrics that have most of a scope's series, with what each of their labels frees.
package struct BudgetCauses: Sendable {
    /// Scopes whose series have to be counted on their own to tell; no more of them are looked into.
    private static let lookedInto = 20
    /// So many metrics of each scope are told.
    package static let metrics = 3

    private let whole: CardinalityReport
    private let parts: [BudgetScope: CardinalityReport]
    private let before: BudgetFigures?
    private let counted: CountedSeries

    /// Scopes of broken and close budgets that a report of everything says nothing of, the worst first.
    package static func scopes(of result: BudgetResult) -> [BudgetScope] {
        let rows = (result.broken + result.near).sorted { $1.pressure < $0.pressure }
        var scopes: [BudgetScope] = []
        for row in rows where scopes.count < lookedInto && !scopes.contains(row.scope) {
            switch row.scope {
            case .total, .metric, .label: break
            case .selector, .group: scopes.append(row.scope)
            }
        }
        return scopes
    }

    package init(
        _ whole: CardinalityReport, parts: [BudgetScope: CardinalityReport], before: BudgetFigures?,
        counted: CountedSeries
    ) {
        self.whole = whole
        self.parts = parts
        self.before = before
        self.counted = counted
    }

    /// The metrics to blame, the first the most; empty where nobody looked.
    package func metrics(of row: BudgetRow) -> [MetricRow] {
        switch row.scope {
        case .total:
            guard row.kind == .growth, let before else { return largest(whole.metrics) }
            func growth(_ metric: MetricRow) -> Int {
                let then = before.figure(of: .metric(metric.name))?.counted(counted) ?? 0
                return (counted == .active ? metric.counts.active ?? metric.counts.series : metric.counts.series) - then
            }
            guard before.hasAllMetrics else { return largest(whole.metrics) }
            let grown = whole.metrics.map { (growth($0), $0) }.filter { $0.0 > 0 }
            return grown.sorted { ($1.0, $0.1.name) < ($0.0, $1.1.name) }.prefix(Self.metrics).map(\.1)
        case .metric(let name): return whole.metrics.filter { $0.name == name }
        case .label(let name):
            let carriers = whole.metrics.compactMap { metric in
                metric.labels.first { $0.name == name }.map { (values: $0.values, metric: metric) }
            }
            return carriers.sorted { ($1.values, $0.metric.name) < ($0.values, $1.metric.name) }
                .prefix(Self.metrics).map(\.metric)
        case .selector, .group: return parts[row.scope].map { largest($0.metrics) } ?? []
        }
    }

    private func largest(_ metrics: [MetricRow]) -> [MetricRow] { Array(metrics.prefix(Self.metrics)) }
}
