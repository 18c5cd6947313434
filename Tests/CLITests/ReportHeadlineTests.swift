import Cardinality
import Testing

@testable import cardscan

@Suite struct ReportHeadlineTests {
    private static func report(
        series: Int, of total: Int, labels: [MetricLabelRow], together: JointCause? = nil
    ) -> CardinalityReport {
        var report = CardinalityReport(symbols: Texts(texts: []))
        report.totals.counts = SeriesCounts(series: total)
        var row = MetricRow(
            name: "m", type: MetricType(.gauge, isInferred: true), counts: SeriesCounts(series: series), indexBytes: 0,
            chunkBytes: nil, labels: labels)
        row.together = together
        report.metrics = [row]
        return report
    }

    private static func label(_ name: String, _ values: Int, _ left: Int, by: [String] = []) -> MetricLabelRow {
        MetricLabelRow(name: name, values: values, seriesWithout: left, determinedBy: by)
    }

    private static func words(_ text: StyledText) -> String { text.rendered(inColor: false) }

    @Test func namesTheLabelThatCausesIt() {
        let report = Self.report(series: 60, of: 100, labels: [Self.label("user", 50, 2), Self.label("le", 3, 50)])
        let headline = ReportHeadline(report)
        #expect(Self.words(headline.title) == "m holds 60.0 % of the series, because of user")
        #expect(
            headline.sentences.map(Self.words) == [
                "60 of 100 series: without user (50 values), 2 would be left (-96.7 %)."
            ])
    }

    @Test func namesLabelsThatOnlyFreeSomethingTogether() {
        let report = Self.report(
            series: 60, of: 100,
            labels: [Self.label("user", 60, 60), Self.label("path", 59, 60, by: ["user"]), Self.label("code", 2, 40)],
            together: JointCause(labels: ["user", "path"], seriesWithout: 4))
        let headline = ReportHeadline(report)
        #expect(Self.words(headline.title) == "m holds 60.0 % of the series, because of user and path")
        #expect(
            Self.words(headline.sentences[0]).contains("without user (60 values) and path, 4 would be left (-93.3 %)"))
    }

    /// Where the widest label frees nothing, the one that frees most is named.
    @Test func namesWhatFreesMost() {
        let report = Self.report(
            series: 60, of: 100,
            labels: [Self.label("pod", 20, 60), Self.label("uid", 19, 60, by: ["pod"]), Self.label("le", 3, 20)])
        #expect(Self.words(ReportHeadline(report).title) == "m holds 60.0 % of the series, because of le")
    }

    @Test func blamesNobodyWithoutReason() {
        let alone = Self.report(series: 60, of: 100, labels: [Self.label("job", 1, 60)])
        #expect(Self.words(ReportHeadline(alone).title) == "m holds 60.0 % of the series")
        let small = Self.report(series: 2, of: 100, labels: [Self.label("pod", 2, 1)])
        #expect(
            Self.words(ReportHeadline(small).title)
                == "No metric stands out: the largest, m, holds 2.0 % of the series, because of pod")
        let empty = CardinalityReport(symbols: Texts(texts: []))
        #expect(Self.words(ReportHeadline(empty).title) == "Nothing is there, or nothing is selected")
        #expect(ReportHeadline(empty).sentences == [])
    }
}
