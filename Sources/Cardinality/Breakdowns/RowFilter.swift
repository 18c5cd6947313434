import TSDB

/// Lets only those series into a table that all matchers accept: what a report about a part of the whole is made of.
///
/// It looks at the columns' values of the row at hand, whichever labels that row's part has. Each thread has its own.
final class RowFilter {
    private let matchers: [NumberedMatcher]
    private var verdicts: MatcherVerdicts
    private let nameSymbol: UInt32?
    /// For each matcher the column of its label, nil while no row had it.
    private var columns: [Int?]
    /// Whether the metric's name is accepted: if not, none of its rows has to be asked.
    private(set) var acceptsName = true

    init(_ context: CountingContext, _ matchers: [NumberedMatcher]) {
        self.matchers = matchers
        nameSymbol = context.nameSymbol
        verdicts = MatcherVerdicts(matchers, context.symbols)
        columns = matchers.map { _ in nil }
    }

    /// Starts with another metric, whose name is decided once.
    func begin(metric name: UInt32) {
        for index in columns.indices { columns[index] = nil }
        acceptsName = matchers.indices.allSatisfy { index in
            guard let label = matchers[index].name else { return matchers[index].acceptsMissing }
            guard label == nameSymbol else { return true }
            return verdicts.accepts(name == MetricExtent.noName ? LabelHash.absent : name, index)
        }
    }

    /// Takes note that the labels at hand have changed.
    func labelsChanged(_ known: borrowing ColumnList) {
        for index in matchers.indices {
            guard let label = matchers[index].name, label != nameSymbol else { continue }
            columns[index] = known.find(label)
        }
    }

    /// Whether the row at hand is accepted.
    func acceptsRow(of known: borrowing ColumnList) -> Bool {
        for index in matchers.indices {
            guard let label = matchers[index].name, label != nameSymbol else { continue }
            let value = if let column = columns[index] { known[column].current } else { LabelHash.absent }
            guard verdicts.accepts(value, index) else { return false }
        }
        return true
    }
}
