import Cardinality

/// The report for eyes.
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

    func lines() -> [StyledText] { [StyledText("\(report.totals.counts.series) series")] }
}
