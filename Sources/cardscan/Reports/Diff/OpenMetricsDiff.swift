import Cardinality
import TSDB

/// The comparison as gauges, for whoever watches growth from one deploy, or one day, to the next.
///
/// Lists are as long as `--limit` says, so that watching cardinality does not make any.
struct OpenMetricsDiff {
    private let rows: DiffRows
    private var diff: CardinalityDiff { rows.diff }

    init(_ rows: DiffRows) { self.rows = rows }

    func write(to out: inout ByteWriter) {
        var metrics = ExpositionWriter(out)
        write([([], diff.counts)], "cardscan_diff", "in all", &metrics)
        write(
            rows.metricOrder.map { ([("metric", diff.metrics[$0].name)], diff.metrics[$0].counts) },
            "cardscan_diff_metric", "by metric", &metrics)
        let names = diff.groupedBy.map(ExpositionWriter.labelName)
        if !names.isEmpty {
            write(
                rows.groupOrder.map { row in
                    let group = diff.groups[row]
                    return (zip(names, group.values).map { ($0, $1 ?? "") }, group.counts)
                }, "cardscan_diff_group", "by the labels of --by", &metrics)
        }
        metrics.gauge(
            "cardscan_diff_read_errors",
            "Files or parts of files that could not be read, so that their series are not compared.",
            diff.diagnostics.count { $0.severity == .error })
        out = metrics.finish()
    }

    /// What is told of everything, of a metric and of a group. Reports do not tell which series came and went.
    private static let quantities: [(name: String, help: String, count: @Sendable (DiffCounts) -> Int?)] = [
        ("series_before", "Series of the old source", { $0.before }),
        ("series_after", "Series of the new source", { $0.after }),
        ("new_series", "Series of the new source alone", { $0.added }),
        ("gone_series", "Series of the old source alone", { $0.gone }),
        ("renamed_series", "New series that were there under another label, value or name", { $0.renamed }),
        ("replaced_series", "New series that are the successors of gone ones: churn", { $0.replaced }),
        ("grown_series", "New series without a predecessor", { $0.grown }),
        ("lost_series", "Gone series without a successor", { $0.lost }),
    ]

    private func write(
        _ list: [(labels: [(name: String, value: String)], counts: DiffCounts)], _ prefix: String, _ what: String,
        _ out: inout ExpositionWriter
    ) {
        for quantity in Self.quantities where list.contains(where: { quantity.count($0.counts) != nil }) {
            out.gauge("\(prefix)_\(quantity.name)", "\(quantity.help), \(what).")
            for (labels, counts) in list {
                if let count = quantity.count(counts) { out.row(labels, count) }
            }
        }
    }
}
