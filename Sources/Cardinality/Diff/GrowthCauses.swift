import TSDB

/// Which labels' new values explain the series that were added without a predecessor.
struct GrowthCauses {
    /// Causes that are looked for, one after the other, and examples of each.
    private static let most = 3
    private static let mostExamples = 5
    /// A label with fewer new values is the better explanation if it explains nearly as much.
    private static let nearly = 0.9

    private(set) var causes: [MetricDiffCount.Cause] = []
    /// Series all of whose labels have values that were there before.
    private(set) var newCombinations = 0
    /// Series without predecessors by column and number of the value.
    private(set) var grown: [[UInt32]]

    private let columns: [DenseColumn]
    /// By column and number: whether the value was not there before.
    private let isNew: [[Bool]]

    /// `rows` are the series without predecessors. Of a metric that was not there before, where every value is new, the
    /// label with most values is what makes it so many series.
    init(_ columns: [DenseColumn], isNew: [[Bool]], isNewMetric: Bool, rows: [UInt32]) {
        self.columns = columns
        self.isNew = isNew
        grown = columns.map { [UInt32](repeating: 0, count: $0.values.count) }
        for (index, column) in columns.enumerated() { Self.count(rows, column, &grown[index]) }
        if isNewMetric {
            let widest = columns.indices.max { (columns[$0].distinctValues, $1) < (columns[$1].distinctValues, $0) }
            if let widest, columns[widest].distinctValues > 1 {
                causes = candidate(widest, grown[widest]).map { [cause(of: [$0], grown)] } ?? []
            }
            return
        }
        var left = rows
        var counts = grown
        while !left.isEmpty, causes.count < Self.most {
            guard let best = best(counts), let first = best.first else { break }
            causes.append(cause(of: best, counts))
            left.removeAll { isNew[first.column][columns[first.column].number(ofRow: $0)] }
            for index in columns.indices {
                counts[index] = [UInt32](repeating: 0, count: counts[index].count)
                Self.count(left, columns[index], &counts[index])
            }
        }
        newCombinations = left.count { row in
            !columns.indices.contains { isNew[$0][columns[$0].number(ofRow: row)] }
        }
    }

    private struct Candidate {
        var column: Int
        var values: Int
        var series: Int
    }

    private static func count(_ rows: [UInt32], _ column: DenseColumn, _ counts: inout [UInt32]) {
        guard let cells = column.cells else {
            counts[column.values.count - 1] = UInt32(clamping: rows.count)
            return
        }
        for row in rows { counts[Int(cells[Int(row)])] &+= 1 }
    }

    /// The labels whose new values explain most series: as many values and series each, as pod and uid do.
    private func best(_ counts: [[UInt32]]) -> [Candidate]? {
        let candidates = columns.indices.compactMap { candidate($0, counts[$0]) }
        let most = candidates.map(\.series).max() ?? 0
        let near = candidates.filter { Double($0.series) >= Double(most) * Self.nearly }
        guard let best = near.min(by: { ($0.values, $1.series) < ($1.values, $0.series) }) else { return nil }
        return near.filter { $0.values == best.values && $0.series == best.series }
    }

    private func candidate(_ column: Int, _ counts: [UInt32]) -> Candidate? {
        var candidate = Candidate(column: column, values: 0, series: 0)
        for number in counts.indices where counts[number] > 0 && isNew[column][number] {
            candidate.values += 1
            candidate.series += Int(counts[number])
        }
        return candidate.values > 0 ? candidate : nil
    }

    private func cause(of candidates: [Candidate], _ counts: [[UInt32]]) -> MetricDiffCount.Cause {
        let first = candidates[0]
        let (column, counts) = (columns[first.column], counts[first.column])
        let examples = counts.indices.filter { counts[$0] > 0 && isNew[first.column][$0] }
            .sorted { (counts[$1], $0) < (counts[$0], $1) }
            .prefix(Self.mostExamples).map { column.values[$0] }
        return MetricDiffCount.Cause(
            labels: candidates.map { columns[$0.column].name }, values: first.values, series: first.series,
            examples: examples)
    }
}

extension DenseColumn {
    /// The number of a row's value.
    func number(ofRow row: UInt32) -> Int { cells.map { Int($0[Int(row)]) } ?? values.count - 1 }
}
