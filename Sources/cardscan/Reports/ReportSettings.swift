/// How a report is to be shown, whatever its format.
struct ReportSettings {
    /// What the user named on the command line, for titles and hints.
    var sources: [String]
    var selectors: [String]
    /// Rows of each list; 0 for all, nil when nobody said.
    var limit: Int?
    /// Nil when nobody said: then every list has the order that suits it.
    var sort: SortKey?
    /// Nil unless the user configured one: nobody else knows it.
    var price: Price?
    var usesColor = false
    /// Columns of the text report.
    var width = Terminal.standardWidth

    /// Rows of a list when nobody said.
    static let standardLimit = 20

    init(sources: [String], selectors: [String] = []) {
        self.sources = sources
        self.selectors = selectors
    }

    /// Label pairs the engine must keep for a list that shows `standard` rows by itself, nil for all: those with most series, unless another order can bring others to
    /// the top. Pairs have no bytes: by them they stay in the order by series.
    func pairsNeeded(standard: Int = standardLimit) -> Int? {
        sort == nil || sort == .series || sort == .bytes ? rows(standard: standard) : nil
    }

    /// No list has so many rows; nobody need fear that multiples of what is less overflow.
    private static let unlimited = 1 << 32

    /// `limit` for a list that shows `standard` rows by itself; nil for all.
    func rows(standard: Int = standardLimit) -> Int? {
        let rows = limit ?? standard
        return rows == 0 || rows >= Self.unlimited ? nil : rows
    }
}

/// What the user's hosted service takes for series.
struct Price: Equatable {
    var perThousandSeries: Double
    /// As the user wrote it, `EUR` for instance; may be empty.
    var currency: String

    func amount(of series: Int) -> Double { Double(series) / 1000 * perThousandSeries }
}
