/// Finds labels of one metric that took another one's place: series that are gone carry the one and lack the other, in
/// series that were added it is the other way round, and their values are the same.
struct LabelRenames {
    /// Values that both must share, of those of the label that has fewer.
    private static let sharedValues = 0.5
    /// Labels that are compared, at most, on either side.
    private static let mostLabels = 16

    struct Rename {
        /// Indexes of the columns.
        var from: Int
        var to: Int
        var shared: Set<UInt32>
    }

    static func find(_ columns: [ChangedColumn]) -> [Rename] {
        let removed = columns.indices.filter { columns[$0].isRemoved }.prefix(mostLabels)
        let added = columns.indices.filter { columns[$0].isAdded }.prefix(mostLabels)
        guard !removed.isEmpty, !added.isEmpty else { return [] }
        var candidates: [Rename] = []
        for from in removed {
            let old = Set(columns[from].goneValues.map { columns[from].column.values[$0] })
            for to in added {
                let new = Set(columns[to].addedValues.map { columns[to].column.values[$0] })
                let shared = old.intersection(new)
                guard Double(shared.count) >= Double(min(old.count, new.count)) * sharedValues else { continue }
                candidates.append(Rename(from: from, to: to, shared: shared))
            }
        }
        // The most values in common first; ties in the order of the columns, which is that of the sources.
        candidates.sort { ($1.shared.count, $0.from, $0.to) < ($0.shared.count, $1.from, $1.to) }
        var renames: [Rename] = []
        for candidate in candidates
        where !renames.contains(where: { $0.from == candidate.from || $0.to == candidate.to }) {
            renames.append(candidate)
        }
        return renames
    }
}
