import Foundation
import Testing

@testable import cardscan

/// The built program on terminals of several sizes, without colours, and without a terminal.
struct TerminalTests {
    static let commands = [
        "analyze": "cardscan analyze testdata/sample --limit 6",
        "detail": "cardscan analyze testdata/sample --metric http_requests_total",
        "diff": "cardscan diff testdata/sample --new-window 2026-11-22T15:03:00Z.. --by job",
        "lint": "cardscan lint testdata/usage/shop.yml",
        "propose": "cardscan propose testdata/sample --used-by testdata/usage --limit 3",
    ]

    private static func onTerminal(
        _ name: String, columns: Int, _ environment: [String: String] = [:]
    ) throws -> String {
        let command = try #require(commands[name])
        return try PseudoTerminal(columns: columns)
            .run(command, in: Golden.repository, ["TERM": "xterm-256color"].merging(environment) { $1 })
    }

    private static func elsewhere(_ name: String, _ environment: [String: String] = [:]) throws -> String {
        try Binary.run(try #require(commands[name]), in: Golden.repository, environment).out
    }

    /// Text without the terminal's "select graphic rendition".
    private static func plain(_ text: String) -> String {
        text.replacing(/\u{1b}\[[0-9;]*m/, with: "")
    }

    @Test(arguments: commands.keys.sorted(), [80, 120, 200])
    func fillsTheTerminalAndNoMore(name: String, columns: Int) throws {
        let text = try Self.onTerminal(name, columns: columns)
        #expect(text.contains("\u{1b}[") || name == "lint")
        let plain = Self.plain(text)
        #expect(!plain.contains("\u{1b}"))
        // Rules, and what goes with them, are there to be copied: propose cuts none of its lines.
        for line in plain.split(separator: "\n") where name != "propose" && !line.contains("cardscan ") {
            #expect(DisplayWidth.of(String(line)) <= columns, "\(name): \(line)")
        }
        // The size is the terminal's: what COLUMNS says of a pipe comes out alike, but for the colours.
        let piped = try Self.elsewhere(name, ["COLUMNS": "\(columns)"])
        #expect(plain == piped, "\(name)")
        if columns == 80 || name == "analyze" {
            try Golden.expect(
                text.replacing("\u{1b}", with: "␛"), matches: "terminal-\(name)-\(columns).txt")
        }
    }

    @Test(arguments: commands.keys.sorted())
    func noColourWhereNoneIsWanted(name: String) throws {
        for environment in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
            let text = try Self.onTerminal(name, columns: 120, environment)
            #expect(!text.contains("\u{1b}") && !text.isEmpty)
            #expect(text == Self.plain(try Self.onTerminal(name, columns: 120)))
        }
    }

    @Test(arguments: commands.keys.sorted())
    func elsewhereThanOnATerminal(name: String) throws {
        let text = try Self.elsewhere(name)
        #expect(!text.contains("\u{1b}") && !text.isEmpty)
        #expect(text == Self.plain(try Self.onTerminal(name, columns: 100)))
        #expect(try Self.elsewhere(name, ["CLICOLOR_FORCE": "1"]) == Self.onTerminal(name, columns: 100))
    }

    /// A terminal is resized under a running program, or says nothing of its size.
    @Test func aTerminalWithoutASize() throws {
        let text = try Self.onTerminal("analyze", columns: 0)
        #expect(Self.plain(text) == (try Self.elsewhere("analyze")))
        let narrow = Self.plain(try Self.onTerminal("analyze", columns: 30))
        #expect(narrow == Self.plain(try Self.onTerminal("analyze", columns: 80)))
    }

    /// Columns stay aligned where characters take two of them.
    @Test func wideCharactersAreAligned() throws {
        let directory = try TemporaryDirectory()
        let values = ["日本語", "abcdef", "한국어", "e\u{301}a\u{308}", "👍"]
        let series = values.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
            IndexBytes.Series([("__name__", "m"), ("city", $0)])
        }
        try directory.writeBlock(IndexBytes(series).bytes)
        let text = try PseudoTerminal(columns: 120).run(
            "cardscan analyze \(directory.path) --metric m --color never", in: Golden.repository, ["TERM": "xterm"])
        let rows = text.split(separator: "\n").filter { $0.contains("20.0 %") }
        #expect(rows.count == 5)
        let places = Set(
            rows.map { line in line.firstRange(of: "20.0 %").map { DisplayWidth.of(String(line[..<$0.lowerBound])) } })
        #expect(places.count == 1)
    }
}
