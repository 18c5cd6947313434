/// Which labels make up the key by which series are grouped or matched.
///
/// A label that a set does not have is empty in every key, so that keys of different sets compare.
struct KeyColumns {
    private let columns: [LabelColumn]

    init(_ set: SeriesSet, labels: [UInt32]) { columns = labels.compactMap { set[$0] } }

    /// All labels but these.
    init(_ set: SeriesSet, ignoring labels: [UInt32]) {
        columns = set.columns.filter { !labels.contains($0.name) }
    }

    /// The hash of every row that the set has chosen, in its order.
    func hashes(_ set: SeriesSet) -> [UInt64] {
        var hashes = [UInt64](repeating: 0, count: set.count)
        for column in columns {
            switch column.values {
            case .constant(let value):
                let part = RowHash.label(column.name, value)
                for index in hashes.indices { hashes[index] &+= part }
            case .stored(let values):
                var index = 0
                set.forEachRow { row in
                    hashes[index] &+= RowHash.label(column.name, values[Int(row)])
                    index += 1
                }
            }
        }
        return hashes
    }

    func areEqual(_ one: UInt32, _ other: UInt32) -> Bool { columns.allSatisfy { $0[one] == $0[other] } }

    /// Whether a row of this set has the key that a row of another set has.
    func isEqual(_ row: UInt32, _ other: KeyColumns, _ otherRow: UInt32) -> Bool {
        for column in columns {
            let value = other.columns.first { $0.name == column.name }?[otherRow] ?? SymbolPool.empty
            if column[row] != value { return false }
        }
        // What only the other set has must be empty.
        return other.columns.allSatisfy { column in
            column[otherRow] == SymbolPool.empty || columns.contains { $0.name == column.name }
        }
    }
}

/// The series of a set by key: one row stands for each, and how many have it is counted.
struct KeyGroups {
    private let keys: KeyColumns
    private var table: RowTable
    /// The first row of each group, in the order they were met.
    private(set) var rows: [UInt32] = []
    private(set) var sizes: [Int] = []
    private var hashes: [UInt64] = []
    /// The group of each chosen row, in the order of the set; empty unless asked for.
    private(set) var groups: [UInt32] = []

    init(_ set: SeriesSet, _ keys: KeyColumns, remembersGroups: Bool = false) {
        self.keys = keys
        table = RowTable(expecting: 16)
        let all = keys.hashes(set)
        if remembersGroups { groups.reserveCapacity(set.count) }
        var index = 0
        set.forEachRow { row in
            let hash = all[index]
            index += 1
            let known = table.find(hash) { group in
                hashes[Int(group)] == hash && keys.areEqual(rows[Int(group)], row)
            }
            if let known {
                sizes[Int(known)] += 1
                if remembersGroups { groups.append(known) }
            } else {
                let group = UInt32(truncatingIfNeeded: rows.count)
                table.insert(hash, group)
                rows.append(row)
                sizes.append(1)
                hashes.append(hash)
                if remembersGroups { groups.append(group) }
            }
        }
    }

    var count: Int { rows.count }

    /// The groups that rows of another set belong to, in the order of that set; `nil` where there is none.
    func match(_ set: SeriesSet, _ other: KeyColumns, _ body: (_ row: UInt32, _ group: UInt32?) -> Void) {
        let all = other.hashes(set)
        var index = 0
        set.forEachRow { row in
            let hash = all[index]
            index += 1
            let group = table.find(hash) { group in
                hashes[Int(group)] == hash && other.isEqual(row, keys, rows[Int(group)])
            }
            body(row, group)
        }
    }
}
