/// Keeps the label pairs with most series, all of them or so many as are asked for.
struct LargestPairs {
    private let limit: Int?
    private let symbols: SymbolSpace
    private var rows: [LabelPairRow] = []
    /// Rows that reach this many series may still be among the largest.
    private var threshold = 0

    init(limit: Int?, symbols: SymbolSpace) {
        self.limit = limit
        self.symbols = symbols
    }

    mutating func add(_ row: LabelPairRow) {
        guard row.counts.series >= threshold else { return }
        rows.append(row)
        guard let limit, rows.count >= max(4096, limit * 4) else { return }
        rows.sort { $0.counts.series > $1.counts.series }
        let least = rows[max(limit, 1) - 1].counts.series
        // Ties with the last one stay in the race: they are decided by name at the end.
        rows.removeAll { $0.counts.series < least }
        threshold = least
    }

    /// Most series first, ties by label and value.
    consuming func sorted() -> [LabelPairRow] {
        rows.sort { a, b in
            if a.counts.series != b.counts.series { return a.counts.series > b.counts.series }
            if a.label != b.label { return a.label < b.label }
            return isLess(a.value, b.value)
        }
        guard let limit else { return rows }
        return Array(rows.prefix(limit))
    }

    private func isLess(_ a: UInt32, _ b: UInt32) -> Bool {
        symbols.withSymbol(a) { left in
            symbols.withSymbol(b) { right in left.lexicographicallyPrecedes(right) }
        }
    }
}
