import Cardinality
import Testing

@testable import cardscan

struct FiguresTests {
    @Test(
        arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (812_304, "812,304"), (-1_234_567, "-1,234,567")]
            as [(Int, String)])
    func countsAreGrouped(number: Int, text: String) { #expect(Figures.grouped(number) == text) }

    @Test func theSmallestNumberIsNoTrap() { #expect(Figures.grouped(.min) == "-9,223,372,036,854,775,808") }

    @Test(
        arguments: [
            (812_304, "812,304"), (999_949, "999,949"), (999_950, "1.00M"), (4_312_877, "4.31M"), (43_128_770, "43.1M"),
            (999_999_999, "1.00G"), (2_104_882_110, "2.10G"), (Int.max, "9,223,372T"),
        ] as [(Int, String)])
    func largeCountsAreShort(number: Int, text: String) { #expect(Figures.compact(number) == text) }

    @Test(
        arguments: [
            (0.0, "0 %"), (0.0001, "<0.1 %"), (0.188, "18.8 %"), (0.9999, "99.9 %"), (1, "100 %"), (12.5, "1,250 %"),
            (.nan, "–"), (.infinity, "–"),
        ] as [(Double, String)])
    func sharesAreHonest(share: Double, text: String) { #expect(Figures.percent(share) == text) }

    @Test(
        arguments: [
            (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1_468_006, "1.4 MiB"), (1_048_575, "1.0 MiB"),
            (1 << 40, "1.0 TiB"), (Int.max, "8.0 EiB"),
        ] as [(Int, String)])
    func sizesHaveUnits(bytes: Int, text: String) { #expect(Figures.bytes(bytes) == text) }

    @Test func unitsOfRangesStandOnce() {
        #expect(Figures.range(ofBytes: 2_097_152, 4_194_304) == "2.0 to 4.0 MiB")
        #expect(Figures.range(ofBytes: 1_047_552, 2_097_152) == "1,023 KiB to 2.0 MiB")
    }

    @Test(
        arguments: [
            (0.2, "1 s"), (59.5, "1 min 0 s"), (3725, "1 h 2 min"), (.infinity, "a long time"), (.nan, "a long time"),
        ] as [(Double, String)])
    func remainingTime(seconds: Double, text: String) { #expect(Figures.seconds(seconds) == text) }

    @Test(
        arguments: [(12.0, "12"), (0.5, "0.5"), (.nan, "NaN"), (-.infinity, "-Inf"), (1e300, "1e+300")]
            as [(Double, String)])
    func samplesAreWrittenAsPrometheusDoes(value: Double, text: String) { #expect(Figures.sample(value) == text) }

    @Test(
        arguments: [(0.0, ""), (0.001, "▏"), (0.5, "██▌"), (1, "█████"), (7, "█████"), (.nan, "")] as [(Double, String)]
    )
    func barsAreInEighths(share: Double, text: String) { #expect(ShareBar.text(share, columns: 5) == text) }

    @Test func progressTellsRateAndRemainingTime() {
        let progress = AnalysisProgress(stage: "counting", done: 1_200_000, total: 4_300_000, unit: "series")
        #expect(
            ProgressLine.text(progress, elapsed: 4000)
                == "counting   1.20M of 4.30M series   27 %   300,000/s   11 s left")
        let bytes = AnalysisProgress(stage: "reading", done: 0, total: 0, unit: "bytes")
        #expect(ProgressLine.text(bytes, elapsed: 4000) == "reading   0 B")
    }

    @Test(arguments: [nil, 3, 20, 500])
    func theFirstRowsAreThoseOfAWholeSort(limit: Int?) {
        var random = SeededGenerator(seed: 3)
        let rows = (0..<400).map { _ in Int.random(in: 0..<50, using: &random) }
        let order = RowOrder(count: rows.count, limit: limit) { rows[$0] > rows[$1] }
        let expected = rows.indices.sorted { (rows[$1], $0) < (rows[$0], $1) }.prefix(limit ?? rows.count)
        #expect(Array(order) == Array(expected))
    }
}
