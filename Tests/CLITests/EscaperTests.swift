import Testing

@testable import cardscan

struct EscaperTests {
    @Test(
        arguments: [
            ("plain text", "plain text"), ("a\nb\r\tc", #"a\nb\r\tc"#), ("\u{1b}[31mred", #"\x1b[31mred"#),
            ("\u{7f}\u{0}", #"\x7f\x00"#), ("\u{9b}31m", #"\u{9b}31m"#), ("abc\u{202e}fed", #"abc\u{202e}fed"#),
            ("\u{2066}x\u{2069}", #"\u{2066}x\u{2069}"#), ("a\u{200b}b\u{feff}", #"a\u{200b}b\u{feff}"#),
            ("a\u{2028}b", #"a\u{2028}b"#), ("a\u{a0}b", #"a\u{a0}b"#), (#"C:\new"#, #"C:\\new"#),
            ("名前 ünï", "名前 ünï"), ("e\u{301}", "e\u{301}"), ("\u{301}", #"\u{301}"#), ("\n\u{301}", #"\n\u{301}"#),
            ("👩\u{200d}👦", #"👩\u{200d}👦"#), ("👍🏽", #"👍\u{1f3fd}"#), ("\u{e000}", #"\u{e000}"#),
            ("a\u{e0041}", #"a\u{e0041}"#), ("\u{ad}", #"\u{ad}"#), ("\u{3164}", #"\u{3164}"#), ("", ""),
        ] as [(String, String)])
    func textIsMadeVisible(text: String, shown: String) {
        #expect(Array(Escaper.show(text).unicodeScalars) == Array(shown.unicodeScalars))
    }

    @Test func brokenBytesAreShown() {
        let bytes: [UInt8] = [0x61, 0xff, 0xc3, 0x28, 0xe2, 0x82, 0xed, 0xa0, 0x80, 0xc0, 0xaf, 0xf5, 0x62]
        let shown = bytes.withUnsafeBytes { Escaper.show($0) }
        #expect(shown == #"a\xff\xc3(\xe2\x82\xed\xa0\x80\xc0\xaf\xf5b"#)
    }

    @Test func surroundingsDecideAboutQuotes() {
        #expect(Escaper.show(#"a"b\c"#) == #"a"b\\c"#)
        #expect(Escaper.show(#"a"b\c"#, in: .quotes) == #"a\"b\\c"#)
        #expect(Escaper.show(#"{a="\"\n"}"#, in: .notation) == #"{a="\"\n"}"#)
    }

    @Test func marksDoNotClimb() {
        let tower = "a" + String(repeating: "\u{301}", count: 50)
        let marks = Escaper.show(tower).unicodeScalars.count { $0 == "\u{301}" }
        #expect(marks == 3)
    }

    @Test func longTextIsShortenedInTheMiddleAndItsLengthTold() {
        let long = String(repeating: "a", count: 1 << 20)
        let shown = Escaper.show(long, columns: 60)
        #expect(shown.hasPrefix("aaaa") && shown.hasSuffix("a (1.0 MiB)") && shown.contains("…"))
        #expect(DisplayWidth.of(shown) == 60)
        #expect(Escaper.show("0123456789", columns: 7) == "012…789")
        #expect(Escaper.show("0123456789", columns: 10) == "0123456789")
    }

    @Test(arguments: [3, 5, 8, 13, 21, 34, 55, 89])
    func whatIsShownFits(columns: Int) {
        let scalars = ["a", "名", "e\u{301}", "\n", "\u{202e}", "👩", "\\", "\"", "\u{1b}", "ü"]
        var random = SeededGenerator(seed: UInt64(columns))
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                scalars[Int.random(in: 0..<scalars.count, using: &random)]
            }.joined()
            let shown = Escaper.show(text, columns: columns)
            #expect(DisplayWidth.of(shown) <= columns, "\(shown)")
            #expect(!shown.unicodeScalars.contains { $0.properties.generalCategory == .control })
        }
    }

    @Test func anyBytesCanBeShown() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let shown = bytes.withUnsafeBytes { Escaper.show($0, columns: 20, in: .quotes) }
            #expect(DisplayWidth.of(shown) <= 20)
            #expect(!shown.utf8.contains { $0 < 0x20 || $0 == 0x7f })
        }
    }

    @Test(
        arguments: [
            ("abc", 3), ("名前", 4), ("ｱ", 1), ("Ａ", 2), ("한", 2), ("e\u{301}", 1), ("👍", 2), ("☃", 1), ("⌚", 2),
            ("█▏", 2),
            ("🇩🇪", 4), ("\u{1100}\u{1161}", 2), ("–…→", 3), ("𠀀", 2), ("①", 1),
        ] as [(String, Int)])
    func widthsAreThoseOfTerminals(text: String, columns: Int) { #expect(DisplayWidth.of(text) == columns) }
}

/// Random, but the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
