import Cardinality

/// The columns that lists of a comparison share: before, after, growth with a bar, and what came and went.
struct DiffColumns {
    private let knowsSeries: Bool
    private let total: Int
    /// What fills the bar's column.
    private let largest: Int
    private let isWide: Bool
    private let hasBars: Bool
    private static let barColumns = 5

    init(_ rows: DiffRows, _ counts: [DiffCounts]) {
        knowsSeries = rows.knowsSeries
        total = rows.diff.counts.before ?? 0
        largest = counts.map { abs($0.growth ?? 0) }.max() ?? 0
        isWide = rows.settings.width >= 120
        hasBars = rows.settings.width >= 100
    }

    var columns: [Table.Column] {
        var columns = [
            Table.Column("BEFORE", .right), Table.Column("AFTER", .right), Table.Column("GROWTH", .right),
        ]
        if hasBars { columns.append(Table.Column("", gap: 1)) }
        guard knowsSeries else { return columns }
        columns += [Table.Column("NEW", .right), Table.Column("GONE", .right)]
        if isWide { columns.append(Table.Column("RENAMED", .right)) }
        return columns + [Table.Column("CHURN", .right)]
    }

    func cells(_ counts: DiffCounts) -> [StyledText] {
        let growth = counts.growth ?? 0
        let share = largest > 0 ? Double(abs(growth)) / Double(largest) : 0
        let style = Style.growth(growth, of: total)
        var cells = [
            StyledText(DiffWords.number(counts.before)), StyledText(DiffWords.number(counts.after)),
            StyledText(DiffWords.signed(counts.growth), style),
        ]
        if hasBars {
            cells.append(StyledText(ShareBar.text(share, columns: Self.barColumns), growth > 0 ? .bar : .good))
        }
        guard knowsSeries else { return cells }
        func cell(_ number: Int?) -> StyledText {
            StyledText(DiffWords.number(number), number == 0 ? .faint : .plain)
        }
        cells += [cell(counts.added), cell(counts.gone)]
        if isWide { cells.append(cell(counts.renamed)) }
        return cells + [cell(counts.replaced)]
    }
}

extension Style {
    /// Growth is loud where it matters for the whole, loss is good news.
    static func growth(_ series: Int, of total: Int, isTotal: Bool = false) -> Style {
        if series < 0 { return .good }
        let share = total > 0 ? Double(series) / Double(total) : series > 0 ? 1 : 0
        return share >= 0.1 ? .alarm : share >= 0.01 ? .caution : isTotal ? .strong : .plain
    }
}
