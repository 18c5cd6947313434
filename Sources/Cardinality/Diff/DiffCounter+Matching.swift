import TSDB

/// Finds predecessors and successors of the series that are on one side only, under new names where there are some.
extension DiffCounter {
    struct Matching {
        var changes: [MetricChange] = []
        /// By column and number of the value: whether it was not there before.
        var newValues: [[Bool]]
    }

    /// Rows on one side only.
    private struct Rows {
        var gone: [UInt32] = []
        var added: [UInt32] = []

        init(_ table: borrowing MetricTable) {
            for row in 0..<table.rows {
                switch table.sides[row] {
                case Comparison.old: gone.append(UInt32(truncatingIfNeeded: row))
                case Comparison.new: added.append(UInt32(truncatingIfNeeded: row))
                default: break
                }
            }
        }
    }

    /// A label whose values were renamed.
    private struct ValueRename {
        var column: Int
        var rename: AffixRenames.Rename
    }

    /// Marks the rows that are on one side only by whether they have a predecessor or successor.
    mutating func match(_ table: borrowing MetricTable, _ columns: [DenseColumn]) -> Matching {
        let rows = Rows(table)
        var changed = columns.map { ChangedColumn($0, isPlace: places.contains($0.name)) }
        guard !rows.gone.isEmpty, !rows.added.isEmpty else {
            for row in rows.gone + rows.added { table.sides[Int(row)] |= Comparison.unmatched }
            return Matching(newValues: changed.map(\.newValues))
        }
        let labels = LabelRenames.find(changed)
        for rename in labels {
            changed[rename.from].becomes(changed[rename.to], sharing: rename.shared)
            changed[rename.to].takesPlace(sharing: rename.shared)
        }
        let renamed = Set(labels.flatMap { [$0.from, $0.to] })
        for index in changed.indices where !renamed.contains(index) && changed[index].isPartial {
            changed[index].ignore()
        }
        let plain = changed
        var values = renameValues(&changed, except: renamed)
        var regrouped = Succession(changed).match(gone: rows.gone, added: rows.added, table.sides)
        if !values.allSatisfy({ Self.isBorneOut($0, columns, rows, table.sides) }) {
            // Values that happen to look alike, of series that have nothing else in common.
            for row in rows.gone { table.sides[Int(row)] = Comparison.old }
            for row in rows.added { table.sides[Int(row)] = Comparison.new }
            (changed, values) = (plain, [])
            regrouped = Succession(changed).match(gone: rows.gone, added: rows.added, table.sides)
        }
        var matching = Matching(newValues: changed.map(\.newValues))
        func series(_ rows: [UInt32], _ column: Int, _ isConcerned: (UInt32) -> Bool = { _ in true }) -> Int {
            Self.matched(rows, columns[column], table.sides, isConcerned)
        }
        for rename in labels {
            matching.changes.append(
                MetricChange(
                    kind: .label(from: columns[rename.from].name, to: columns[rename.to].name),
                    before: series(rows.gone, rename.from), after: series(rows.added, rename.to)))
        }
        for value in values {
            let new = Set(value.rename.values.values)
            matching.changes.append(
                MetricChange(
                    kind: .values(label: columns[value.column].name, value.rename.affix),
                    before: series(rows.gone, value.column) { value.rename.values[$0] != nil },
                    after: series(rows.added, value.column) { new.contains($0) }))
        }
        for column in changed {
            guard let (before, after) = regrouped[column.name] else { continue }
            matching.changes.append(
                MetricChange(
                    kind: column.isAdded ? .added(column.name) : .removed(column.name), before: before, after: after))
        }
        // What no series followed was a coincidence of values.
        matching.changes.removeAll { $0.before == 0 || $0.after == 0 }
        return matching
    }

    private mutating func renameValues(_ columns: inout [ChangedColumn], except renamed: Set<Int>) -> [ValueRename] {
        var renames: [ValueRename] = []
        for index in columns.indices where !renamed.contains(index) && !columns[index].isPartial {
            let column = columns[index]
            guard let rename = affixes.find(label: column.name, gone: column.onlyOld, new: column.onlyNew) else {
                continue
            }
            columns[index].rename(rename.values)
            renames.append(ValueRename(column: index, rename: rename))
        }
        return renames
    }

    /// Whether most of the series with renamed values go on under the new ones.
    private static func isBorneOut(
        _ value: ValueRename, _ columns: [DenseColumn], _ rows: Rows, _ verdicts: borrowing Buffer<UInt8>
    ) -> Bool {
        let column = columns[value.column]
        let concerned = rows.gone.count { value.rename.values[column.values[column.number(ofRow: $0)]] != nil }
        return matched(rows.gone, column, verdicts) { value.rename.values[$0] != nil } * 2 >= concerned
    }

    /// Series with a predecessor or successor that carry the label, with such a value.
    private static func matched(
        _ rows: [UInt32], _ column: DenseColumn, _ verdicts: borrowing Buffer<UInt8>, _ isConcerned: (UInt32) -> Bool
    ) -> Int {
        var count = 0
        for row in rows where verdicts[Int(row)] & Comparison.unmatched == 0 {
            let number = column.number(ofRow: row)
            if number > 0, isConcerned(column.values[number]) { count += 1 }
        }
        return count
    }
}
