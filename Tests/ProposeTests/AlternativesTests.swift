import Regex
import Testing

@testable import Propose

struct AlternativesTests {
    @Test(arguments: [
        (["a"], "a"), (["a", "b"], "a|b"), (["go_gc_x", "go_gc_y", "go_z"], "go_(?:gc_(?:x|y)|z)"),
        (["", "x"], "(?:x)?"), (["a.b", "a(b"], #"a\(b|a\.b"#), (["a_", "a_b"], "a_|a_b"),
        (["a", "x_b", "x_c"], "a|x_(?:b|c)"),
        (["http_requests_count", "http_requests_sum"], "http_requests_(?:count|sum)"),
    ]) func whatIsSharedIsWrittenOnce(texts: [String], pattern: String) {
        #expect(Alternatives.patterns(texts) == [pattern])
    }

    @Test(arguments: 1...40) func theyMatchWhatTheyAreMadeOf(seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        func text() -> String {
            let pieces = ["a", "bc", "_", "_", "total", ".", "*", "(", "|", "$", "é", "\\", "?", "^", "0.5", "-"]
            return (0..<Int.random(in: 1..<9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined()
        }
        let wanted = Set((0..<Int.random(in: 1..<200, using: &random)).map { _ in text() })
        let others = Set((0..<200).map { _ in text() })
        let patterns = Alternatives.patterns(Array(wanted))
        #expect(Alternatives.matchesExactly(patterns, wanted, of: others))
        let compiled = try patterns.map { try Regex($0) }
        for text in wanted { #expect(compiled.count { $0.matches(text) } == 1, "\(text)") }
        for text in others.subtracting(wanted) { #expect(!compiled.contains { $0.matches(text) }, "\(text)") }
        #expect(patterns.allSatisfy { $0.utf8.count <= Alternatives.lengthLimit })
    }
}
