/// How many series of a metric remain when one label is removed, and which labels other labels determine.
struct LeaveOneOut: ~Copyable {
    /// Columns of highest cardinality that every other column is compared with.
    private static let determiners = 3
    /// Labels that are tried together at most, and the values each must have to be worth trying.
    private static let mostTogether = 4
    private static let leastValuesTogether = 4

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

    struct Together {
        /// Indexes of the columns, the most values first.
        var columns: [Int]
        var seriesWithout: Int
    }

    /// The labels of most values that only free something when they leave together: a pod's name is still there in its
    /// uid, a user's in the path. Taken one after the other until at most half of the series are left; nil when the
    /// first does that alone, or four do not.
    mutating func together(
        _ columns: [DenseColumn], _ results: [Result], hashes: borrowing Buffer<UInt64>, rows: Int
    ) -> Together? {
        let widest = columns.indices
            .filter { !columns[$0].isConstant && columns[$0].distinctValues >= Self.leastValuesTogether }
            .sorted { columns[$0].distinctValues > columns[$1].distinctValues }
            .prefix(Self.mostTogether)
        guard let first = widest.first, rows > 0 else { return nil }
        var taken = Together(columns: [first], seriesWithout: results[first].seriesWithout)
        for next in widest.dropFirst() where taken.seriesWithout * 2 > rows {
            taken.columns.append(next)
            taken.seriesWithout = seriesWithout(taken.columns.map { columns[$0] }, hashes, rows)
        }
        return taken.columns.count > 1 && taken.seriesWithout * 2 <= rows ? taken : nil
    }

    private mutating func seriesWithout(
        _ columns: [DenseColumn], _ hashes: borrowing Buffer<UInt64>, _ rows: Int
    ) -> Int {
        let labels = columns.compactMap { column in
            column.cells.map { cells in
                (cells: cells, hashes: column.values.map { LabelHash.hash(name: column.name, value: $0) })
            }
        }
        distinct.reset(keys: rows)
        var count = 0
        for row in 0..<rows {
            var hash = hashes[row]
            for label in labels { hash &-= label.hashes[Int(label.cells[row])] }
            if distinct.insert(hash) { count &+= 1 }
        }
        return count
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
