/// Label sets as rows over columns: the columns are those of a metric or computed, the rows a choice of theirs.
///
/// Columns are shared, not copied: what an operator does to labels mostly is to leave columns out, and what it does to
/// series is to choose among rows.
struct SeriesSet: Sendable {
    enum Rows: Sendable {
        case all(Int)
        case some([UInt32])
    }

    private(set) var columns: [LabelColumn]
    private(set) var rows: Rows
    /// Rows that the columns have, whether chosen or not.
    private(set) var base: Int

    init(columns: [LabelColumn], rows: Rows, base: Int) {
        self.columns = columns
        self.rows = rows
        self.base = base
    }

    static let none = SeriesSet(columns: [], rows: .all(0), base: 0)
    /// One series without labels.
    static let unlabelled = SeriesSet(columns: [], rows: .all(1), base: 1)

    var count: Int {
        switch rows {
        case .all(let count): count
        case .some(let rows): rows.count
        }
    }

    func forEachRow(_ body: (UInt32) -> Void) {
        switch rows {
        case .all(let count): for row in 0..<UInt32(count) { body(row) }
        case .some(let rows): for row in rows { body(row) }
        }
    }

    subscript(label: UInt32) -> LabelColumn? { columns.first { $0.name == label } }

    func keeping(_ labels: [UInt32]) -> SeriesSet {
        SeriesSet(columns: columns.filter { labels.contains($0.name) }, rows: rows, base: base)
    }

    func removing(_ labels: [UInt32]) -> SeriesSet {
        SeriesSet(columns: columns.filter { !labels.contains($0.name) }, rows: rows, base: base)
    }

    func choosing(_ rows: [UInt32]) -> SeriesSet {
        SeriesSet(columns: columns, rows: .some(rows), base: base)
    }

    func filtered(_ isIncluded: (UInt32) -> Bool) -> SeriesSet {
        var chosen: [UInt32] = []
        forEachRow { if isIncluded($0) { chosen.append($0) } }
        return chosen.count == count ? self : choosing(chosen)
    }

    /// Puts a column in the place of the one of the same name.
    mutating func replace(_ column: LabelColumn) {
        columns.removeAll { $0.name == column.name }
        columns.append(column)
    }

    /// The values of a label by row of the columns; rows that were not chosen have any value.
    func values(of label: UInt32) -> [UInt32] {
        switch self[label]?.values {
        case .stored(let values): values
        case .constant(let value): [UInt32](repeating: value, count: base)
        case nil: [UInt32](repeating: SymbolPool.empty, count: base)
        }
    }

    /// All series of both, one after the other.
    static func concatenated(_ sets: [SeriesSet]) -> SeriesSet {
        let sets = sets.filter { $0.count > 0 }
        guard sets.count > 1 else { return sets.first ?? .none }
        var names: [UInt32] = []
        for set in sets { for column in set.columns where !names.contains(column.name) { names.append(column.name) } }
        let total = sets.reduce(0) { $0 + $1.count }
        let columns = names.map { name in
            var values: [UInt32] = []
            values.reserveCapacity(total)
            for set in sets {
                guard let column = set[name] else {
                    values.append(contentsOf: repeatElement(SymbolPool.empty, count: set.count))
                    continue
                }
                set.forEachRow { values.append(column[$0]) }
            }
            return LabelColumn(name, .stored(values))
        }
        return SeriesSet(columns: columns, rows: .all(total), base: total)
    }
}
