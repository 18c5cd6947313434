/// How many series of a metric remain when one label is removed, and which labels other labels determine.
struct LeaveOneOut: ~Copyable {
    /// Columns of highest cardinality that every other column is compared with.
    private static let determiners = 3

    private var distinct = HashSet64()

    static func memory(rows: Int) -> Int { HashSet64.memory(keys: rows) + 4 * rows }

    struct Result {
        var seriesWithout: Int
        /// Indexes of the columns that determine this one.
        var determinedBy: [Int]
    }

    /// One result for each column.
    mutating func results(_ columns: [DenseColumn], hashes: borrowing Buffer<UInt64>, rows: Int) -> [Result] {
        let largest = columns.indices
            .filter { !columns[$0].isConstant }
            .sorted { columns[$0].distinctWithAbsent > columns[$1].distinctWithAbsent }
            .prefix(Self.determiners)
        var results: [Result] = []
        for index in columns.indices {
            let column = columns[index]
            // Removing what is the same everywhere, or what another label says anyway, makes no two series equal.
            guard !column.isConstant else {
                results.append(Result(seriesWithout: rows, determinedBy: []))
                continue
            }
            let determiners = largest.filter { $0 != index && Self.determines(columns[$0], column, rows: rows) }
            let left = determiners.isEmpty ? seriesWithout(column, hashes, rows) : rows
            results.append(Result(seriesWithout: left, determinedBy: determiners))
        }
        return results
    }

    private mutating func seriesWithout(_ column: DenseColumn, _ hashes: borrowing Buffer<UInt64>, _ rows: Int) -> Int {
        guard let cells = column.cells else { return rows }
        let labelHashes = column.values.map { LabelHash.hash(name: column.name, value: $0) }
        distinct.reset(keys: rows)
        var count = 0
        labelHashes.withUnsafeBufferPointer { labelHashes in
            for row in 0..<rows where distinct.insert(hashes[row] &- labelHashes[Int(cells[row])]) {
                count &+= 1
            }
        }
        return count
    }

    /// Whether each value of `a` (absence included) occurs with one value of `b` only.
    private static func determines(_ a: DenseColumn, _ b: DenseColumn, rows: Int) -> Bool {
        guard a.distinctWithAbsent >= b.distinctWithAbsent, let left = a.cells, let right = b.cells else {
            return false
        }
        let unseen = UInt32.max
        let partner = Buffer<UInt32>(repeating: unseen, count: a.values.count)
        for row in 0..<rows {
            let value = Int(left[row])
            let other = right[row]
            let known = partner[value]
            if known == unseen {
                partner[value] = other
            } else if known != other {
                return false
            }
        }
        return true
    }
}
