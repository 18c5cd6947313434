/// A table that can be sorted and searched.
struct HTMLTable {
    struct Column {
        /// How cells are shown; the ones with units are numbers.
        enum Kind: String {
            /// Text; `wide` and `place` have a line of their own on a phone, `name` is broken where its words end, `date`
            /// nowhere.
            case text, wide, place, name, date
            /// A name that opens the cell of the treemap that is called so.
            case node
            case tone, count, bytes, share, rate, change
            /// A figure as text, for columns in which units differ.
            case amount
        }

        var title: String
        var kind: Kind
        var hint = ""
        /// Whether a bar stands beside the number.
        var hasBar = false
        /// What fills a bar; nil for the largest number of the column.
        var full: Double?
        /// The column of kind `tone` that colours the bar.
        var tinted: Int?
        /// For `tone`: what each word means, in ascending order.
        var tones: [(word: String, style: Style)] = []

        init(_ title: String, _ kind: Kind, hint: String = "", hasBar: Bool = false) {
            self.title = title
            self.kind = kind
            self.hint = hint
            self.hasBar = hasBar
        }
    }

    enum Cell {
        case text(StyledText)
        case number(Int?)
        /// Of 1.
        case share(Double?)
    }

    var title: String
    /// What rows are, for several of them.
    var noun: String
    var note: StyledText?
    var columns: [Column]
    var rows: [[Cell]]
    /// Rows that there would be without limits.
    var total: Int
    /// Where the rest is.
    var rest = ""
    /// The column that rows come sorted by.
    var sorted: Int?
    var isAscending = false
    /// Bytes of data; rows that go over it are left out.
    var limit = 200_000

    /// No page has more rows of one kind, whatever was asked for.
    static let mostRows = 5000
    static let staticRowCount = 15

    func write(to json: inout JSONWriter) {
        let start = json.out.bytes.count
        json.member("kind", "table")
        json.member("title", title)
        json.member("noun", noun)
        json.member("note", note)
        json.member("total", total)
        json.member("rest", rest)
        if let sorted {
            json.member("sorted", sorted)
            json.member("ascending", isAscending)
        }
        json.array("columns") { json in
            for column in columns { json.object { write(column, to: &$0) } }
        }
        json.array("rows") { json in
            for row in rows {
                if json.out.bytes.count - start > limit { return }
                json.array { json in for cell in row { write(cell, to: &json) } }
            }
        }
    }

    private func write(_ column: Column, to json: inout JSONWriter) {
        json.member("title", column.title)
        json.member("kind", column.kind.rawValue)
        if !column.hint.isEmpty { json.member("hint", column.hint) }
        if column.hasBar { json.member("bar", true) }
        if let full = column.full { json.member("full", full) }
        if let tinted = column.tinted { json.member("tinted", tinted) }
        guard !column.tones.isEmpty else { return }
        json.object("tones") { json in
            for tone in column.tones { json.member(tone.word, tone.style.name ?? "") }
        }
    }

    private func write(_ cell: Cell, to json: inout JSONWriter) {
        switch cell {
        case .text(let text): json.value(text)
        case .number(let number): json.value(number)
        // More digits than are ever shown only take room.
        case .share(let share): json.value(share.map { ($0 * 1e6).rounded() / 1e6 })
        }
    }

    /// The first rows as a plain table.
    var staticRows: String {
        var html = "<div class=\"scroll\"><table><thead><tr>"
        for column in columns { html += "<th scope=\"col\">\(HTMLText.escaped(column.title))</th>" }
        html += "</tr></thead><tbody>"
        for row in rows.prefix(Self.staticRowCount) {
            html += "<tr>"
            for (column, cell) in zip(columns, row) { html += "<td>\(shown(cell, column))</td>" }
            html += "</tr>"
        }
        html += "</tbody></table></div>"
        if total > min(rows.count, Self.staticRowCount) {
            html +=
                "<p class=\"more\">\(Figures.grouped(total)) in all; this page needs its own scripts to show more.</p>"
        }
        return html
    }

    private func shown(_ cell: Cell, _ column: Column) -> String {
        switch cell {
        case .text(let text): HTMLText.escaped(text)
        case .number(let number): number.map { column.kind == .bytes ? Figures.bytes($0) : Figures.grouped($0) } ?? "–"
        case .share(let share): HTMLText.escaped(share.map(Figures.percent) ?? "–")
        }
    }
}
