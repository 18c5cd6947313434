import Foundation
import Lint
import Manifests
import Testing
import YAML

#if canImport(FoundationXML)
    import FoundationXML
#endif

@testable import cardscan

/// Every format, of findings whose names and texts try to be something else.
struct FindingFormatTests {
    private static let name = "a|b<x>`@me`\u{1b}[31m\u{202e}%0A::error::,x=\r\n日本\u{0}"
    private static let text = """
        groups:
        \t- ünï: 日本語 "quoted" \u{1b}]0;title\u{7} \\d | <b> & ]]> @team #1 \u{202e}
          x: \(String(repeating: "long ", count: 200))fault \(String(repeating: "tail ", count: 200))

        """

    private static func report() throws -> LintReport {
        let file = ManifestFile(path: "dir/\(name)%.yaml", text: ManifestText(SourceText(text)))
        let clean = ManifestFile(path: "C:clean.yaml", text: ManifestText(SourceText("groups: []\n")))
        var report = LintReport(files: [file, clean])
        let source = file.text.source
        func range(_ word: String) throws -> Range<Int> {
            let found = try #require(text.range(of: word))
            let start = text.utf8.distance(from: text.startIndex, to: found.lowerBound)
            return start..<start + word.utf8.count
        }
        report.findings = [
            Finding(
                check: "expr/syntax", severity: .error, message: "unexpected \(name)", advice: "remove `|` and <it>",
                file: file.path, range: try range("日本語"), rule: name,
                related: [RelatedPlace(file: file.path, range: try range("quoted"), message: "also \(name)")],
                fix: Fix(.safe, "Replace \(name)", [Fix.Edit(try range("ünï"), "x\n\u{1b}")]),
                evidence: ["metric": .text(name), "series": 3, "examples": .list(["up{job=\"\(name)\"}"])]),
            Finding(
                check: "alert/absent", severity: .warning, message: "m", file: file.path, range: try range("fault")),
            Finding(
                check: "helm/unchecked", severity: .info, message: "all of it", file: file.path,
                range: 0..<source.bytes.count),
            Finding(
                check: "yaml/parse", severity: .error, message: "the end", file: file.path,
                range: source.bytes.count..<source.bytes.count),
        ]
        report.suppressed = [
            SuppressedFinding(finding: report.findings[1], source: .comment, reason: name),
            SuppressedFinding(finding: report.findings[2], source: .baseline, reason: nil),
        ]
        report.skippedChecks = [SkippedCheck(name: "alert/unroutable", reason: name)]
        report.holes = 2
        return report
    }

    private static func output(_ format: FindingFormat, color: Bool = false) throws -> [UInt8] {
        var writer = ByteWriter()
        format.write(try report(), FindingSettings(usesColor: color, width: 100), to: &writer)
        return writer.bytes
    }

    @Test(arguments: FindingFormat.allCases) func isAsWritten(format: FindingFormat) throws {
        let text = String(decoding: try Self.output(format), as: UTF8.self)
        // The rules' texts change with the checks.
        guard format != .sarif else { return }
        try Golden.expect(text, matches: "findings.\(format.rawValue).txt")
    }

    @Test func isColored() throws {
        try Golden.expect(
            String(decoding: try Self.output(.text, color: true), as: UTF8.self), matches: "findings.color.txt")
    }

    @Test(arguments: FindingFormat.allCases) func isHarmless(format: FindingFormat) throws {
        let bytes = try Self.output(format)
        #expect(!bytes.contains { $0 < 0x20 && $0 != 0x0a || $0 == 0x7f })
        let text = try #require(String(validating: bytes, as: UTF8.self))
        let isJSON = [.json, .jsonl, .sarif, .gitlab].contains(format)
        // JSON's strings are data, whatever they hold.
        #expect(isJSON || !text.unicodeScalars.contains { $0 == "\u{202e}" })
    }

    @Test func gitHubCommandsAreOneEach() throws {
        let lines = String(decoding: try Self.output(.github), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 4)
        for line in lines {
            #expect(line.hasPrefix("::"))
            let properties = line.dropFirst(2).prefix { $0 != ":" }
            #expect(properties.split(separator: ",").count <= 6, "\(line)")
        }
    }

    @Test(arguments: [FindingFormat.junit, .checkstyle]) func xmlParses(format: FindingFormat) throws {
        let parser = XMLParser(data: Data(try Self.output(format)))
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
    }

    @Test(arguments: [FindingFormat.json, .sarif, .gitlab]) func jsonParses(format: FindingFormat) throws {
        _ = try JSONSerialization.jsonObject(with: Data(try Self.output(format)))
    }

    /// What code scanning needs of SARIF, beyond its schema.
    @Test func sarifHoldsTogether() throws {
        let log = try #require(
            try JSONSerialization.jsonObject(with: Data(try Self.output(.sarif))) as? [String: Any])
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let rules = try #require(driver["rules"] as? [[String: Any]])
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.count == 6)
        #expect(run["columnKind"] as? String == "unicodeCodePoints")
        let properties = try #require(results[0]["properties"] as? [String: Any])
        #expect((properties["evidence"] as? [String: Any])?["series"] as? Int == 3)
        #expect(results[1]["properties"] == nil)
        for result in results {
            let index = try #require(result["ruleIndex"] as? Int)
            #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
            let location = try #require((result["locations"] as? [[String: Any]])?.first)
            let physical = try #require(location["physicalLocation"] as? [String: Any])
            let uri = try #require((physical["artifactLocation"] as? [String: Any])?["uri"] as? String)
            #expect(uri.removingPercentEncoding == "dir/\(Self.name)%.yaml")
        }
        #expect(results.compactMap { ($0["suppressions"] as? [Any])?.count } == [0, 0, 0, 0, 1, 1])
    }
}
