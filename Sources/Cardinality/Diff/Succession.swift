import TSDB

/// Finds the predecessors of series that were added among those that are gone.
///
/// A series succeeds another one if both agree in all labels but those whose old value is gone and whose new value is
/// new: a pod's series are succeeded by those of the pod that took its place. Where such a label changed, labels that say
/// where something runs may differ too, as the successor may run elsewhere. Each series succeeds at most one. See
/// docs/diff.md.
struct Succession {
    /// Labels that say where something runs rather than what it is.
    static let places = [
        "instance", "node", "nodename", "node_name", "host", "hostname", "host_ip", "pod_ip", "internal_ip", "ip",
    ]

    private struct Entry {
        var key: UInt64
        var row: UInt32
        var isWild: Bool
    }

    /// Bytes for each series that came or went.
    static let memoryPerRow = 2 * MemoryLayout<Entry>.stride

    private let columns: [ChangedColumn]

    init(_ columns: [ChangedColumn]) { self.columns = columns.filter { $0.column.cells != nil } }

    /// Marks each row of `gone` and `added` in `verdicts` as renamed, replaced or unmatched. Returns how many series
    /// before and after belong together where labels were added or removed, by the column's name.
    func match(gone: [UInt32], added: [UInt32], _ verdicts: borrowing Buffer<UInt8>) -> [UInt32: (Int, Int)] {
        let old = entries(gone, isGone: true)
        let new = entries(added, isGone: false)
        var regrouped: [UInt32: (Int, Int)] = [:]
        let partial = columns.filter { $0.isPartial && $0.isIgnored }
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            let key =
                left < old.count
                ? (right < new.count ? min(old[left].key, new[right].key) : old[left].key)
                : new[right].key
            var (leftEnd, rightEnd) = (left, right)
            while leftEnd < old.count, old[leftEnd].key == key { leftEnd += 1 }
            while rightEnd < new.count, new[rightEnd].key == key { rightEnd += 1 }
            let matched = min(leftEnd - left, rightEnd - right)
            for (offset, index) in (left..<leftEnd).enumerated() {
                mark(old[index], offset < matched, verdicts)
            }
            for (offset, index) in (right..<rightEnd).enumerated() {
                mark(new[index], offset < matched, verdicts)
            }
            if matched > 0, !partial.isEmpty {
                note(old[left..<leftEnd], new[right..<rightEnd], partial, &regrouped)
            }
            (left, right) = (leftEnd, rightEnd)
        }
        return regrouped
    }

    private func mark(_ entry: Entry, _ isMatched: Bool, _ verdicts: borrowing Buffer<UInt8>) {
        let row = Int(entry.row)
        verdicts[row] |=
            isMatched ? (entry.isWild ? Comparison.replaced : Comparison.renamed) : Comparison.unmatched
    }

    /// Series that carry a label which the others of their key lack.
    private func note(
        _ old: ArraySlice<Entry>, _ new: ArraySlice<Entry>, _ partial: [ChangedColumn],
        _ regrouped: inout [UInt32: (Int, Int)]
    ) {
        for column in partial {
            guard let cells = column.column.cells else { continue }
            let carriers = column.isAdded ? new : old
            guard carriers.contains(where: { cells[Int($0.row)] > 0 }) else { continue }
            let known = regrouped[column.name] ?? (0, 0)
            regrouped[column.name] = (known.0 + old.count, known.1 + new.count)
        }
    }

    private func entries(_ rows: [UInt32], isGone: Bool) -> [Entry] {
        let parts = columns.compactMap { column in
            column.column.cells.map { cells in
                (
                    cells: cells, keys: isGone ? column.goneKeys : column.addedKeys, isPlace: column.isPlace,
                    isWild: column.column.values.indices.map {
                        isGone ? column.isWild(gone: $0) : column.isWild(added: $0)
                    }
                )
            }
        }
        return rows.map { row in
            var key: UInt64 = 0
            var places: UInt64 = 0
            var isWild = false
            for part in parts {
                let number = Int(part.cells[Int(row)])
                if part.isPlace { places &+= part.keys[number] } else { key &+= part.keys[number] }
                if part.isWild[number] { isWild = true }
            }
            return Entry(key: isWild ? key : key &+ places, row: row, isWild: isWild)
        }
        .sorted { ($0.key, $0.row) < ($1.key, $1.row) }
    }
}
