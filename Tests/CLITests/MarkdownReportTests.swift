import Cardinality
import Foundation
import Testing

@testable import cardscan

struct MarkdownReportTests {
    private func render(_ report: CardinalityReport, limit: Int? = nil) -> String {
        var settings = ReportSettings(sources: ["/prometheus/<b>"])
        settings.limit = limit
        var out = ByteWriter()
        MarkdownReport(report, settings).write(to: &out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    private var overview: CardinalityReport {
        var report = FixtureReport.full()
        report.metricDetail = nil
        return report
    }

    @Test func overviewAsBefore() throws {
        try Golden.expect(render(overview, limit: 4), matches: "report.markdown.txt")
    }

    @Test func detailAsBefore() throws {
        try Golden.expect(render(FixtureReport.full(), limit: 4), matches: "metric.markdown.txt")
    }

    @Test func nothingInItIsMarkup() {
        for report in [overview, FixtureReport.full(), FixtureReport.bare()] {
            let text = render(report, limit: 0)
            #expect(!text.contains("<b>") && !text.contains("<script") && !text.contains("<img"))
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202e}" })
            // Every row of a table has as many cells as its head.
            var columns: Int?
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                guard line.hasPrefix("|") else {
                    columns = nil
                    continue
                }
                let cells = line.count { $0 == "|" }
                #expect(cells == columns ?? cells, "\(line)")
                columns = cells
            }
        }
    }

    /// GitHub refuses comments of more than 65,536 characters.
    @Test func fitsAComment() throws {
        let result = try Binary.run(
            "cardscan analyze testdata/sample --by job --format markdown", in: Golden.repository)
        #expect(result.out.count < 20_000 && result.out.contains("**2,007 series**"))
    }
}
