import Cardinality

/// The columns that lists of counts share: series, their share, a bar, how many are new, and what else there is room
/// for or was sorted by.
struct CountColumns {
    enum Extra { case active, new, gone, bytes, price }

    let settings: ReportSettings
    let window: Window?
    let total: SeriesCounts
    let extras: [Extra]

    /// `extras` are wanted; those nothing is known of are left out.
    init(_ report: CardinalityReport, _ settings: ReportSettings, extras: [Extra] = []) {
        self.settings = settings
        window = report.window
        total = report.totals.counts
        var wanted = extras
        switch settings.sort {
        case .active: wanted.append(.active)
        case .new: wanted.append(.new)
        case .gone: wanted.append(.gone)
        default: break
        }
        let known = total
        self.extras = [.active, .new, .gone, .bytes, .price].filter { extra in
            switch extra {
            case .active: wanted.contains(extra) && known.active != nil
            case .new: wanted.contains(extra) && known.new != nil
            case .gone: wanted.contains(extra) && known.gone != nil
            case .bytes: wanted.contains(extra)
            case .price: wanted.contains(extra) && settings.price != nil
            }
        }
    }

    /// Whether new series are known, and there was time in which they could come: a series is new when it starts later
    /// than the first `--active-within` of the window.
    private var hasChurn: Bool { total.new != nil && window?.isLongEnough == true }

    var columns: [Table.Column] {
        var columns = [Table.Column("SERIES", .right), Table.Column("", .right), Table.Column("", gap: 1)]
        for extra in extras {
            let title =
                switch extra {
                case .active: "ACTIVE"
                case .new: "NEW"
                case .gone: "GONE"
                case .bytes: "BYTES"
                case .price: "PRICE"
                }
            columns.append(Table.Column(title, .right))
        }
        if hasChurn { columns.append(Table.Column("NEW/h", .right)) }
        return columns
    }

    /// Cells of one row. `scale` compares it with the others of its list.
    func cells(_ counts: SeriesCounts, _ scale: ShareScale, bytes: Int? = nil) -> [StyledText] {
        var cells = [
            StyledText(Figures.grouped(counts.series)), StyledText(Figures.percent(scale.share(counts)), .faint),
            StyledText(scale.bar(counts), .bar),
        ]
        for extra in extras {
            let text: String? =
                switch extra {
                case .active: counts.active.map(Figures.grouped)
                case .new: counts.new.map(Figures.grouped)
                case .gone: counts.gone.map(Figures.grouped)
                case .bytes: bytes.map(Figures.bytes)
                case .price: settings.price.map { $0.text(of: counts.billed) }
                }
            cells.append(StyledText(text ?? "–"))
        }
        if hasChurn { cells.append(churn(counts)) }
        return cells
    }

    /// New series per hour as a share of those there are.
    private func churn(_ counts: SeriesCounts) -> StyledText {
        guard let new = counts.new, let hours = window?.hours, hours > 0, counts.series > 0 else {
            return StyledText("–", .faint)
        }
        let share = Double(new) / Double(counts.series) / hours
        return StyledText(Figures.percent(share), new == 0 ? .faint : .churn(share))
    }
}

extension Window {
    /// Whether a series can be new or gone in it. Times come from files: no number may be able to hold the difference.
    var isLongEnough: Bool {
        let (length, overflow) = maxTime.subtractingReportingOverflow(minTime)
        return overflow ? maxTime > minTime : length > activeWithin
    }
}

extension Style {
    /// New series per hour of which a server has trouble.
    static func churn(_ share: Double) -> Style { share >= 0.5 ? .alarm : share >= 0.1 ? .caution : .plain }

    /// What dropping a label would save of all series: loud only where it matters for the whole.
    static func saving(_ series: Int, of total: Int) -> Style {
        let share = total > 0 ? Double(series) / Double(total) : 0
        return share >= 0.1 ? .alarm : share >= 0.01 ? .caution : .plain
    }
}

/// Shares of a whole, and bars for them.
struct ShareScale {
    private let total: Int
    /// What fills the bar's column.
    private let largest: Int
    private static let columns = 5

    init(of total: SeriesCounts) {
        self.total = total.series
        largest = total.series
    }

    /// The largest row fills the column: for rows that divide the whole, so that most are small.
    init(_ rows: [SeriesCounts], of total: SeriesCounts) {
        self.total = total.series
        largest = rows.map(\.series).max() ?? 0
    }

    func share(_ counts: SeriesCounts) -> Double { total > 0 ? Double(counts.series) / Double(total) : 0 }

    func bar(_ counts: SeriesCounts) -> String {
        largest > 0 ? ShareBar.text(Double(counts.series) / Double(largest), columns: Self.columns) : ""
    }
}

extension Price {
    /// `30,960.90 EUR`.
    func text(of series: Int) -> String {
        let amount = Figures.fixed(amount(of: series), 2)
        return currency.isEmpty ? amount : "\(amount) \(Escaper.show(currency, columns: 12))"
    }
}
