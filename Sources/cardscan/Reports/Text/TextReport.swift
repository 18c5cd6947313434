import Cardinality

/// The report for eyes: totals first, tables with what matters most on top, what to do next at the end.
///
/// Every section is a list of lines in a file of its own. What comes from data has passed `Escaper`.
struct TextReport {
    let report: CardinalityReport
    let settings: ReportSettings

    init(_ report: CardinalityReport, _ settings: ReportSettings) {
        self.report = report
        self.settings = settings
    }

    func write(to out: inout ByteWriter) {
        for line in lines() { out.write(line.rendered(inColor: settings.usesColor) + "\n") }
    }

    func lines() -> [StyledText] {
        let sections =
            if let detail = report.metricDetail {
                [summary(), faults(), self.detail(detail), detailValues(detail), next()]
            } else {
                [
                    summary() + storage() + memory(), faults(), collisions(), groups(), metrics(), labels(),
                    labelPairs(), sources(), leftOut(), next(),
                ]
            }
        return Array(sections.filter { !$0.isEmpty }.joined(separator: [StyledText()]))
    }

    var width: Int { settings.width }

    /// Whether there is room for what is good to know beside what must be known.
    var isWide: Bool { width >= 110 }

    /// Rows of a list that is not the main one.
    static let shortList = 10

    /// Says what a list left out; nothing when it left out nothing.
    func more(_ noun: String, of total: Int, standard: Int) -> [StyledText] {
        guard let rows = settings.rows(standard: standard), total > rows else { return [] }
        return [
            StyledText("… \(Figures.count(total - rows, noun, plural: "\(noun)s")) more, --limit 0 for all", .faint)
        ]
    }

    /// Text of a value for at most `columns`.
    func show(_ value: UInt32, columns: Int, in surroundings: Escaper.Surroundings = .bare) -> String {
        var text = ""
        report.symbols.withBytes(of: value) { bytes in
            text = bytes.isEmpty ? "" : Escaper.show(bytes, columns: columns, in: surroundings)
        }
        return text
    }

    /// Items one after the other, three blanks apart, on as many lines as it takes.
    func flow(_ items: [StyledText], indent: Int = 0) -> [StyledText] {
        TextLayout(width: width).flow(items, indent: indent)
    }

    /// Words on lines no longer than the terminal is wide.
    func wrapped(_ text: String, _ style: Style, indent: Int = 0) -> [StyledText] {
        TextLayout(width: width).wrapped(text, style, indent: indent)
    }
}
