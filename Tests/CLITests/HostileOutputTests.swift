import Foundation
import Testing

/// Whatever stands in labels and times, what is printed is text: valid UTF-8, and nothing a terminal would obey.
@Suite struct HostileOutputTests {
    private static let block = "01HZX0000000000000000000AA"

    private static let values: [[UInt8]] = [
        [0xff, 0xfe, 0x41], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0],
        Array("\u{1b}[2J\u{7}".utf8),
        Array("a\r\n\tb\u{8}\u{7f}\u{9b}31m".utf8), Array("\u{202e}evil\u{2066}".utf8), Array("\u{2028}\u{85}".utf8),
        Array("\"\\</script>&,;=cmd|'!A0`{}".utf8), Array("=HYPERLINK(\"x\")".utf8), Array("e\u{301}".utf8),
        [UInt8](repeating: 0x78, count: 1 << 20), [UInt8](repeating: 0x1b, count: 1 << 12),
        [UInt8](repeating: 0xff, count: 1 << 12),
    ]

    private static func directory() throws -> TemporaryDirectory {
        let name = Array("__name__".utf8)
        let series = values.enumerated().flatMap { number, value -> [IndexBytes.Series] in
            let plain = Array("m\(number)".utf8)
            return [
                IndexBytes.Series([(name, plain), (Array("a".utf8), value)], chunks: [(1000, 2000)]),
                IndexBytes.Series([(name, value)], chunks: [(1000, 2000)]),
                IndexBytes.Series([(name, plain), (value, Array("1".utf8))], chunks: [(1000, 2000)]),
            ]
        }
        let directory = try TemporaryDirectory()
        try directory.writeBlock(
            IndexBytes(series).bytes, named: block, external: ["zone": "\\u001b[31m\\ud83d\\ude00"])
        return directory
    }

    private func output(_ command: String, _ source: String) throws -> [UInt8] {
        let result = try TemporaryDirectory()
        let run = try Binary.run(
            "cardscan \(command) > \"$OUT/out\"", in: Golden.repository, ["SOURCE": source, "OUT": result.path])
        #expect(run.status == 0, "\(command): \(run.err)")
        return Array(try Data(contentsOf: URL(fileURLWithPath: result.path + "/out")))
    }

    private func expectText(_ bytes: [UInt8], _ comment: String) {
        #expect(String(validating: bytes, as: UTF8.self) != nil, "\(comment) is not UTF-8")
        let controls = bytes.filter { $0 < 0x20 && $0 != 0x0a || $0 == 0x7f }
        #expect(controls.isEmpty, "\(comment) has control characters \(Set(controls))")
    }

    @Test(arguments: [
        "analyze --color never \"$SOURCE\"", "analyze --color never --limit 0 \"$SOURCE\"",
        "analyze --color never --metric m5 --limit 0 \"$SOURCE\"", "analyze --color never --by a,zone \"$SOURCE\"",
        "analyze --color never --redact --limit 0 \"$SOURCE\"",
    ])
    func textIsHarmless(command: String) throws {
        let source = try Self.directory()
        let bytes = try output(command, source.path)
        expectText(bytes, command)
        // Long values are cut.
        let longest = bytes.split(separator: 0x0a).map(\.count).max() ?? 0
        #expect(longest < 20_000, "\(longest)")
        let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
        #expect(!scalars.contains { (0x80...0x9f).contains($0.value) || [0x202e, 0x2066, 0x2028].contains($0.value) })
    }

    @Test(arguments: ["--limit 0", "--limit 0 --by a", "--limit 0 --redact", "--limit 3 --metric m1"])
    func jsonParses(arguments: String) throws {
        let source = try Self.directory()
        let bytes = try output("analyze --format json \(arguments) \"$SOURCE\"", source.path)
        #expect(String(validating: bytes, as: UTF8.self) != nil)
        let report = try JSONDecoder().decode(AnalyzedJSON.self, from: Data(bytes))
        #expect(report.totals.series == Self.values.count * 3)
    }

    @Test func pagesHoldTextAlone() throws {
        let source = try Self.directory()
        for arguments in ["--limit 0 --by a", "--metric m9", "--redact"] {
            let bytes = try output("analyze --format html \(arguments) \"$SOURCE\"", source.path)
            expectText(bytes, arguments)
            let page = try HTMLDocument(String(decoding: bytes, as: UTF8.self))
            #expect(page.raw.count == 6 && !page.dataText.contains("<"))
            _ = try page.data()
        }
    }

    @Test func csvIsText() throws {
        let source = try Self.directory()
        for arguments in ["--limit 0", "--limit 0 --by a", "--limit 0 --metric m1"] {
            let bytes = try output("analyze --format csv \(arguments) \"$SOURCE\"", source.path)
            #expect(String(validating: bytes, as: UTF8.self) != nil)
        }
    }

    /// Times at the ends of what a number holds.
    @Test(arguments: [
        [Int64.min + 1, Int64.max], [Int64.min + 1, Int64.min + 2], [Int64.max - 1, Int64.max], [0, Int64.max],
        [-62_135_596_800_001, 253_402_300_800_000],
    ])
    func anyTimesCanBeShown(times: [Int64]) throws {
        let directory = try TemporaryDirectory()
        let series = times.map { time in
            IndexBytes.Series([("__name__", "m"), ("n", "\(time)")], chunks: [(time, time)])
        }
        try directory.writeBlock(IndexBytes(series).bytes, named: Self.block)
        for arguments in [
            "", "--format json", "--format csv", "--format html", "--active-within 100y", "--by n", "--metric m",
        ] {
            let bytes = try output("analyze \(arguments) \"$SOURCE\"", directory.path)
            expectText(bytes.filter { $0 != 0x0d }, arguments)
        }
    }
}
