/// Keeps the label pairs with most series, all of them or so many as are asked for.
struct LargestPairs {
    /// Nil for all.
    private let limit: Int?
    private let symbols: SymbolSpace
    private var rows: [LabelPairRow] = []
    /// Rows with fewer series can no longer be among the largest.
    private var threshold = 0

    /// Rows collected beyond the limit before they are sorted and cut.
    private static let slack = 4096

    init(limit: Int?, symbols: SymbolSpace) {
        self.limit = limit.flatMap { $0 < Int(UInt32.max) ? max($0, 1) : nil }
        self.symbols = symbols
    }

    mutating func add(_ row: LabelPairRow) {
        guard row.counts.series >= threshold else { return }
        rows.append(row)
        guard let limit, rows.count == limit * 2 + Self.slack else { return }
        sort()
        rows.removeLast(rows.count - limit)
        threshold = rows[limit - 1].counts.series
    }

    /// Most series first, ties by label and value.
    consuming func sorted() -> [LabelPairRow] {
        sort()
        return limit.map { Array(rows.prefix($0)) } ?? rows
    }

    private mutating func sort() {
        let symbols = symbols
        rows.sort { a, b in
            if a.counts.series != b.counts.series { return a.counts.series > b.counts.series }
            if a.label != b.label { return a.label < b.label }
            return symbols.withSymbol(a.value) { left in
                symbols.withSymbol(b.value) { right in left.lexicographicallyPrecedes(right) }
            }
        }
    }
}
