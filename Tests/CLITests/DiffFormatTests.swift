import Cardinality
import Foundation
import Testing

@testable import cardscan

struct DiffFormatTests {
    private func rows(_ diff: CardinalityDiff, width: Int = 100, limit: Int? = nil, sort: DiffSortKey? = nil)
        -> DiffRows
    {
        var settings = ReportSettings(sources: ["old/<b>", "new\u{1b}[2J"])
        settings.width = width
        settings.limit = limit
        return DiffRows(diff, settings, sort)
    }

    private func text(_ write: (inout ByteWriter) -> Void) -> String {
        var out = ByteWriter()
        write(&out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    @Test(arguments: [80, 120, 200])
    func textAsBefore(width: Int) throws {
        let rows = rows(FixtureDiff.series(), width: width)
        try Golden.expect(text { TextDiff(rows).write(to: &$0) }, matches: "diff-\(width).txt")
    }

    @Test func reportsAsBefore() throws {
        let rows = rows(FixtureDiff.reports())
        try Golden.expect(text { TextDiff(rows).write(to: &$0) }, matches: "diff-reports.txt")
    }

    @Test func markdownAsBefore() throws {
        let rows = rows(FixtureDiff.series())
        try Golden.expect(text { MarkdownDiff(rows).write(to: &$0) }, matches: "diff.markdown.txt")
    }

    @Test func pagesHoldTextAlone() throws {
        for diff in [FixtureDiff.series(), FixtureDiff.reports()] {
            let page = try HTMLDocument(text { HTMLDiff(rows(diff)).write(to: &$0) })
            #expect(page.raw.count == 6 && !page.tags.contains { $0.name == "b" })
            let sections = try page.data()
            let metrics = try #require(sections.first { $0["title"] as? String == "Metrics that changed" })
            #expect(metrics["total"] as? Int == rows(diff).changedMetrics.count)
            let map = sections.first { $0["kind"] as? String == "treemap" }?["root"] as? [String: Any]
            let grown = diff.metrics.reduce(0) { $0 + abs($1.counts.growth ?? 0) }
            #expect((map?["v"] as? Int ?? 0) == grown)
        }
    }

    @Test func csvAsBefore() throws {
        var diff = FixtureDiff.series()
        let groups = text { CSVDiff(rows(diff)).write(to: &$0) }
        diff.groupedBy = []
        let metrics = text { CSVDiff(rows(diff)).write(to: &$0) }
        try Golden.expect((groups + metrics).replacing("\r", with: "␍"), matches: "diff.csv.txt")
    }

    @Test(arguments: [nil, 1, 0])
    func jsonFollowsItsSchema(limit: Int?) throws {
        let file = Golden.repository.appendingPathComponent("docs/diff.schema.json")
        let schema = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        for diff in [FixtureDiff.series(), FixtureDiff.reports()] {
            let json = text { JSONDiff(rows(diff, limit: limit)).write(to: &$0) }
            var validator = SchemaValidator(schema)
            validator.validate(try JSONSerialization.jsonObject(with: Data(json.utf8)))
            let faults = validator.faults
            #expect(faults == [])
        }
    }

    @Test(arguments: [80, 100, 110, 120, 150, 200])
    func linesFitAndHoldNothingThatATerminalObeys(width: Int) {
        for diff in [FixtureDiff.series(), FixtureDiff.reports()] {
            let lines = text { TextDiff(rows(diff, width: width)).write(to: &$0) }.split(separator: "\n")
            for line in lines where !line.contains("cardscan analyze") {
                #expect(DisplayWidth.of(String(line)) <= width, "\(line)")
                #expect(!line.hasSuffix(" "))
                #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f || $0 == "\u{202e}" })
            }
        }
    }

    @Test func rowsAreSortedAsAsked() {
        func names(_ sort: DiffSortKey?) -> [String] {
            rows(FixtureDiff.series(), limit: 2, sort: sort).metricOrder.map { FixtureDiff.series().metrics[$0].name }
        }
        #expect(names(.name) == ["", FixtureDiff.series().metrics[3].name])
        #expect(names(.gone) == ["http_request_duration_seconds_bucket", "shop_orders"])
        #expect(names(.growth)[1] == "shop_orders_total" && names(.churn)[0] == names(.new)[0])
    }

    @Test func windowsAreRead() throws {
        let now: Int64 = 1_795_000_000_000
        let hour: Int64 = 3_600_000
        func window(_ text: String) throws -> TimeWindow { try TimeWindow(parsing: text, now: now) }
        #expect(try window("-4h..-2h") == TimeWindow(minTime: now - 4 * hour, maxTime: now - 2 * hour))
        #expect(try window("..-1h") == TimeWindow(minTime: nil, maxTime: now - hour))
        #expect(try window("now-2h..") == TimeWindow(minTime: now - 2 * hour, maxTime: nil))
    }
}
