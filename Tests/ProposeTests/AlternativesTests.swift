import Regex
import Testing

@testable import Propose

struct AlternativesTests {
    @Test(arguments: [
        (["a"], "a"), (["a", "b"], "a|b"), (["go_gc_x", "go_gc_y", "go_z"], "go_(?:gc_(?:x|y)|z)"),
        (["", "x"], "(?:x)?"), (["a.b", "a(b"], #"a\(b|a\.b"#), (["a_", "a_b"], "a_(?:b)?"),
        (["a", "a_b"], "a(?:_b)?"),
        (["x_seconds", "x_seconds_count", "x_seconds_sum"], "x_seconds(?:_(?:count|sum))?"),
        (["/api/v1/a", "/api/v1/b", "/b"], "/api/v1/(?:a|b)|/b"), (["a-1", "a-2", "a.1"], #"a(?:-1|-2|\.1)"#),
        (["0.1", "0.25", "1e+06"], #"0\.1|0\.25|1e\+06"#),
        (["a", "a-1", "a_1"], "a(?:-1|_1)?"), (["_a", "_b"], "_a|_b"),
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
