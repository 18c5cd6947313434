import Cardinality
import Testing

@testable import cardscan

struct TextReportTests {
    private func render(
        _ report: CardinalityReport, width: Int, limit: Int? = nil, _ change: (inout ReportSettings) -> Void = { _ in }
    ) -> String {
        var settings = ReportSettings(sources: ["/prometheus"])
        settings.width = width
        settings.limit = limit
        change(&settings)
        var out = ByteWriter()
        TextReport(report, settings).write(to: &out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    private var overview: CardinalityReport {
        var report = FixtureReport.full()
        report.metricDetail = nil
        return report
    }

    @Test(arguments: [80, 120, 200])
    func overviewAsBefore(width: Int) throws {
        try Golden.expect(render(overview, width: width), matches: "overview-\(width).txt")
    }

    @Test(arguments: [80, 120, 200])
    func detailAsBefore(width: Int) throws {
        try Golden.expect(render(FixtureReport.full(), width: width), matches: "metric-\(width).txt")
    }

    @Test func overviewWithoutGroupsAndFaultsAsBefore() throws {
        var report = overview
        report.groupedBy = []
        report.groups = []
        report.collisions = nil
        report.diagnostics = []
        report.leftOut = []
        report.labels[1].name = "namespace"
        try Golden.expect(render(report, width: 100), matches: "overview-plain-100.txt")
    }

    @Test func bareReportAsBefore() throws {
        try Golden.expect(render(FixtureReport.bare(), width: 100), matches: "bare-100.txt")
    }

    @Test func pricesAreShownWhenConfigured() throws {
        let text = render(overview, width: 140, limit: 2) {
            $0.price = Price(perThousandSeries: 8, currency: "EUR")
            $0.sort = .churn
        }
        try Golden.expect(text, matches: "price-140.txt")
    }

    @Test func colorsAsBefore() throws {
        try Golden.expect(render(overview, width: 120, limit: 3) { $0.usesColor = true }, matches: "color-120.txt")
    }

    /// Times come from files, whatever they are.
    @Test(arguments: [(Int64.min, Int64.max), (.min, .min), (.max, .max), (0, .max), (.min, 0), (.max, .min)])
    func timesAtTheEndsOfTheirRangeAreShown(minTime: Int64, maxTime: Int64) {
        var detailed = FixtureReport.full()
        detailed.window = Window(minTime: minTime, maxTime: maxTime, activeWithin: 900_000)
        for index in detailed.sources.indices {
            detailed.sources[index].minTime = minTime
            detailed.sources[index].maxTime = maxTime
        }
        var overview = detailed
        overview.metricDetail = nil
        for report in [detailed, overview] {
            #expect(render(report, width: 120).contains(UTCTime(milliseconds: minTime).date))
            let settings = ReportSettings(sources: ["/prometheus"])
            var json = ByteWriter()
            JSONReport(report, settings).write(to: &json)
            #expect(String(decoding: json.bytes, as: UTF8.self).contains("\(maxTime)"))
            var csv = ByteWriter()
            CSVReport(report, settings).write(to: &csv)
            #expect(!csv.bytes.isEmpty)
        }
    }

    @Test(arguments: [40, 60, 80, 100, 120, 160, 200])
    func linesFit(width: Int) {
        for report in [overview, FixtureReport.full(), FixtureReport.bare()] {
            for line in render(report, width: width).split(separator: "\n") {
                let columns = DisplayWidth.of(String(line))
                // Under 80 columns tables may need more than there is; commands are there to be copied.
                if width >= 80, !line.contains("cardscan analyze") {
                    #expect(columns <= width, "\(columns) columns: \(line)")
                }
                #expect(!line.hasSuffix(" "))
            }
        }
    }
}
