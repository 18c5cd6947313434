/// Cells in columns, each as wide as its widest cell.
struct Table {
    enum Alignment { case left, right }

    struct Column {
        var title: StyledText
        var alignment: Alignment
        /// Blanks before the column.
        var gap: Int

        init(_ title: String, _ alignment: Alignment = .left, style: Style = .faint, gap: Int = 2) {
            self.title = StyledText(title, style)
            self.alignment = alignment
            self.gap = gap
        }
    }

    var columns: [Column]
    private(set) var rows: [[StyledText]] = []
    /// Blanks before the first column.
    var indent = 0
    var hasTitles = true

    init(_ columns: [Column]) { self.columns = columns }

    mutating func append(_ cells: [StyledText]) { rows.append(cells) }

    /// Where each column ends when every cell is as wide as it wants.
    var width: Int { zip(widths, columns).reduce(indent) { $0 + $1.0 + $1.1.gap } - (columns.first?.gap ?? 0) }

    private var widths: [Int] {
        columns.indices.map { column in
            let title = hasTitles ? columns[column].title.width : 0
            return rows.reduce(title) { max($0, column < $1.count ? $1[column].width : 0) }
        }
    }

    /// The title line, unless there is none, then a line for each row.
    func lines() -> [StyledText] {
        let widths = widths
        let titles = hasTitles ? [line(columns.map(\.title), widths)] : []
        return titles + rows.map { line($0, widths) }
    }

    private func line(_ cells: [StyledText], _ widths: [Int]) -> StyledText {
        var line = StyledText()
        var start = indent
        for (column, cell) in cells.enumerated() {
            if column > 0 { start += columns[column].gap }
            line.pad(to: columns[column].alignment == .right ? start + widths[column] - cell.width : start)
            line.append(cell)
            start += widths[column]
        }
        return line
    }
}
