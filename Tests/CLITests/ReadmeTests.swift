import Foundation
import Testing

/// Commands that the README shows with what they write must write it. A line of dots stands for any lines, dots at the
/// end of a line for the rest of it.
@Suite struct ReadmeTests {
    @Test(arguments: ["cardscan analyze testdata/sample --limit 5", "cardscan propose testdata/sample --used-by"])
    func showsRealOutput(start: String) throws {
        let readme = try String(contentsOf: Golden.repository.appendingPathComponent("README.md"), encoding: .utf8)
        let lines = readme.split(separator: "\n", omittingEmptySubsequences: false)
        let first = try #require(lines.firstIndex { $0.hasPrefix("    $ \(start)") })
        let shown = lines[(first + 1)...].prefix { $0.isEmpty || $0.hasPrefix("    ") }.map { $0.dropFirst(4) }
        let result = try Binary.run(String(lines[first].dropFirst(6)), in: Golden.repository, ["COLUMNS": "110"])
        #expect(result.status == 0, "\(result.err)")

        var actual = result.out.split(separator: "\n", omittingEmptySubsequences: false)[...]
        var skips = false
        for line in shown where !line.allSatisfy({ $0 == " " }) {
            if line == "..." {
                skips = true
                continue
            }
            let wanted = line.hasSuffix("...") ? line.dropLast(3) : line
            let isMet = { (line: Substring) in wanted.count < line.count ? line.hasPrefix(wanted) : line == wanted }
            actual = skips ? actual.drop { !isMet($0) } : actual.drop(while: \.isEmpty)
            let next = try #require(actual.first, "nowhere: \(line)")
            #expect(isMet(next) && (line.hasSuffix("...") || next == line), "\(line)")
            actual = actual.dropFirst()
            skips = false
        }
        #expect(shown.count > 5)
    }
}
