import Lint
import Relabel
import Testing

@testable import cardscan

struct ArgumentTests {
    @Test(
        arguments: [
            ("0", 0), ("15m", 900_000), ("1h30m", 5_400_000), ("1d", 86_400_000), ("1w", 604_800_000),
            ("1y", 31_536_000_000), ("500ms", 500), ("1h0m1s", 3_601_000), ("1d12h", 129_600_000),
        ] as [(String, Int64)])
    func durationsAreRead(text: String, milliseconds: Int64) throws {
        #expect(try PrometheusDuration(parsing: text).milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "15", "m", "1m1h", "1h1h", "-1h", "1.5h", " 1h", "1h ", "1µs", "٣h", "9223372036854775807y",
        "99999999999999999999s",
    ])
    func otherDurationsAreRefused(text: String) {
        #expect(throws: ArgumentProblem.self) { try PrometheusDuration(parsing: text) }
    }

    @Test(arguments: ["15m", "1h30m", "90d", "2w", "1y", "500ms", "1h500ms"])
    func durationsPrintAsTheyAreRead(text: String) throws {
        #expect(try PrometheusDuration(parsing: text).description == text)
    }

    @Test(
        arguments: [
            ("1", 1), ("1024", 1024), ("1KiB", 1024), ("1k", 1000), ("512MiB", 536_870_912), ("512Mi", 536_870_912),
            ("1.5GiB", 1_610_612_736), ("1G", 1_000_000_000), ("2 GB", 2_000_000_000), ("1tib", 1_099_511_627_776),
            ("0.5KiB", 512),
        ] as [(String, Int)])
    func sizesAreRead(text: String, bytes: Int) throws {
        #expect(try ByteSize(parsing: text).bytes == bytes)
    }

    @Test(arguments: ["", "GiB", "-1", "1XB", "1..5G", ".5G", "1e9", "0", "0.1", "9999999TiB", "inf", "nan", "0x10"])
    func otherSizesAreRefused(text: String) {
        #expect(throws: ArgumentProblem.self) { try ByteSize(parsing: text) }
    }

    private static let now: Int64 = 1_795_341_600_000  // 2026-11-22T10:00:00Z

    @Test(
        arguments: [
            ("2026-11-22T10:00:00Z", now), ("2026-11-22t10:00:00z", now), ("2026-11-22T11:30:00+01:30", now),
            ("2026-11-22T05:00:00-05:00", now), ("2026-11-22T10:00:00.25Z", now + 250),
            ("2026-11-22T10:00:00.123456789Z", now + 123), ("2026-11-22 10:00", now), ("2026-11-22T10:00:00", now),
            ("2026-11-22", now - 36_000_000), ("2024-02-29", 1_709_164_800_000), ("1969-12-31T23:59:59Z", -1000),
            ("1795341600", now), ("1795341600.5", now + 500), ("1795341600000", now), ("0", 0), ("now", now),
            ("-2h", now - 7_200_000), ("now-1h30m", now - 5_400_000), ("+5m", now + 300_000),
            ("2h ago", now - 7_200_000),
            ("now-0", now),
        ] as [(String, Int64)])
    func timesAreRead(text: String, milliseconds: Int64) throws {
        #expect(try TimeArgument(parsing: text, now: Self.now).milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "yesterday", "2026-13-01", "2026-02-29", "2026-11-22T24:00:00Z", "2026-11-22T10:60:00Z", "2026-11-22T10",
        "2026-11-22T10:00:00.Z", "2026-11-22T10:00:00Zx", "2026-1-2", "-", "now-", "-2", "1e9", "1.2.3", ".5",
        "2026-11-22T10:00:00+25:00", "99999999999999999999999", "ago",
    ])
    func otherTimesAreRefused(text: String) {
        #expect(throws: ArgumentProblem.self) { try TimeArgument(parsing: text, now: Self.now) }
    }

    @Test(arguments: [Int64(0), now, now + 1, -1, -86_400_001, 253_402_300_799_999, 951_782_400_000])
    func timesPrintAsTheyAreRead(milliseconds: Int64) throws {
        #expect(UTCTime(rfc3339: UTCTime(milliseconds: milliseconds).rfc3339)?.milliseconds == milliseconds)
    }

    @Test func timesAtTheEndsOfTheirRangeArePrinted() {
        #expect(UTCTime(milliseconds: .min).rfc3339 == "-292275055-05-16T16:47:04.192Z")
        #expect(UTCTime(milliseconds: .max).rfc3339 == "292278994-08-17T07:12:55.807Z")
    }

    @Test func labelListsAreTakenApart() throws {
        let lists = try ["job,team", " namespace ", "job ", ",a, ,"].map { try NameList(parsing: $0) }
        #expect(lists.united == ["job", "team", "namespace", "a"])
        for text in ["", ",", " , "] {
            #expect(throws: ArgumentProblem.self) { try NameList(parsing: text) }
        }
    }

    @Test func choicesNameWhatThereIs() throws {
        #expect(ColorChoice.words == "auto, always or never")
        #expect(try ColorChoice(parsing: "never") == .never)
        let problem = #expect(throws: ArgumentProblem.self) { try ColorChoice(parsing: "alway") }
        #expect(problem?.description == "expected auto, always or never; did you mean 'always'?")
        #expect(try RelabelLanguage(parsing: "vmalert") == .vmagent)
    }

    @Test func numbersHaveARange() throws {
        let parse = WholeNumber.parser(1...8)
        #expect(try parse("8") == 8)
        for text in ["0", "9", "-1", "1.5", "x", "", "99999999999999999999"] {
            #expect(throws: ArgumentProblem("expected a whole number from 1 to 8")) { try parse(text) }
        }
        #expect(try WholeNumber.rows("9223372036854775807") == .max)
        #expect(throws: ArgumentProblem.self) { try WholeNumber.rows("-1") }
    }
}
