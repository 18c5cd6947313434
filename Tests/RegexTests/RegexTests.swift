import Testing

@testable import Regex

@Suite struct RegexTests {
    @Test(arguments: [
        ("a|b|c", ["a", "b", "c"]),
        ("b(c|d)|a", ["a", "bc", "bd"]),
        ("pod-[0-2]", ["pod-0", "pod-1", "pod-2"]),
        ("https?", ["http", "https"]),
        ("x|", ["", "x"]),
        ("", [""]),
        ("(?i:1|2)", ["1", "2"]),
    ])
    func fewValuesAreListed(pattern: String, values: [String]) throws {
        let regex = try Regex(pattern)
        #expect(regex.onlyValues == values)
        for value in values { #expect(regex.matches(value)) }
        #expect(!regex.matches("pod-3"))
    }

    @Test(arguments: ["a.*", ".*", "(?i:a|b)", "a)|(b", "[a-z]+", "\u{FFFD}", "a{3}b*"])
    func manyValuesAreNot(pattern: String) throws {
        #expect(try Regex(pattern).onlyValues == nil)
    }

    @Test(arguments: [
        (".*", ["", "a", "\n"], []),
        (".+", ["a", "\n"], [""]),
        ("node_.*", ["node_", "node_a\nb"], ["node", "xnode_"]),
        (".*_total", ["_total", "a_total"], ["_total_"]),
        ("a.+z", ["abz", "azz"], ["az", "z"]),
        ("a.*a", ["aa", "aba"], ["a"]),
        (".*err.*", ["err", "an error"], ["er"]),
        ("(foo|bar)_.*", ["foo_", "bar_x"], ["baz_"]),
    ])
    func shortcutsMatchAsTheirPatternsDo(pattern: String, matching: [String], others: [String]) throws {
        let regex = try Regex(pattern)
        for value in matching { #expect(regex.matches(value), "\(value)") }
        for value in others { #expect(!regex.matches(value), "\(value)") }
    }

    @Test(arguments: [
        ("node_.*", "node_"), ("(node)_(cpu|disk)", "node_"), ("up", "up"), ("(?i)up.*", ""), ("a|b", ""),
        ("a)|(b", ""),
        ("x\u{FFFD}.*", "x"), (".*", ""),
    ])
    func knowsWhatValuesBeginWith(pattern: String, prefix: String) throws {
        #expect(try Regex(pattern).prefix == prefix)
    }

    @Test(arguments: ["(.*)", "(a|b)", "((a|b))", "(a.*)", "(?P<x>.+)"])
    func groupsOfShortcutsAreTheWholeValue(pattern: String) throws {
        let regex = try Regex(pattern)
        var groups: [Range<Int>?] = []
        let value = Array("a".utf8)
        #expect(value.withUnsafeBytes { regex.match($0, groups: &groups) })
        #expect(groups == Array(repeating: 0..<1, count: regex.groupCount))
    }

    @Test func aPatternCanEscapeItsAnchors() throws {
        let regex = try Regex("a)|(?:b")
        #expect(regex.matches("abc") && regex.matches("cab") && !regex.matches("ba-"))
    }

    @Test func brokenUTF8IsOneRuneAByte() throws {
        let value: [UInt8] = [0x61, 0xE2, 0x82, 0x62]
        for pattern in ["a..b", "a\u{FFFD}{2}b", "a.*", "a[^x]+b"] {
            let regex = try Regex(pattern)
            #expect(value.withUnsafeBytes(regex.matches), "\(pattern)")
        }
        for pattern in ["a.b", "a\\w+b", "a\u{20AC}b"] {
            let regex = try Regex(pattern)
            #expect(!value.withUnsafeBytes(regex.matches), "\(pattern)")
        }
        var groups: [Range<Int>?] = []
        let regex = try Regex("(a.)(.b)")
        #expect(value.withUnsafeBytes { regex.match($0, groups: &groups) })
        #expect(groups == [0..<4, 0..<2, 2..<4])
    }

    /// PCRE2 would need 2^40 steps here.
    @Test func backtrackingIsBounded() throws {
        let regex = try Regex("(a+)+b(x*)")
        #expect(!regex.matches(String(repeating: "a", count: 40)))
        #expect(regex.matches(String(repeating: "a", count: 40) + "b"))
    }

    /// Compiled code of this size is more than PCRE2 has room for.
    @Test func largePatternsMatch() throws {
        let pattern = "(?:" + String(repeating: "[a-f]x", count: 20) + "){300}"
        #expect(try PCRE2Pattern(AnchoredPattern(joining: Array(pattern.utf8)).node.pcre2Pattern) == nil)
        let regex = try Regex(pattern)
        #expect(regex.matches(String(repeating: "cx", count: 6_000)))
        #expect(!regex.matches(String(repeating: "cx", count: 5_999)))
    }

    @Test func nestingIsBounded() throws {
        func nested(_ opening: String, _ closing: String, _ count: Int) -> String {
            String(repeating: opening, count: count) + "a" + String(repeating: closing, count: count)
        }
        #expect(try Regex(nested("(", ")", 990)).matches("a"))
        #expect(try Regex(nested("(?:", "|b)?", 450)).matches("b"))
        #expect(try Regex(nested("(?:", ")", 100_000)).matches("a"))
        for (opening, closing) in [("(", ")"), ("(?:", ")*"), ("(?:b|c(?:", "))")] {
            #expect(throws: RegexError.self) { try Regex(nested(opening, closing, 100_000)) }
        }
        #expect(throws: RegexError.self) { try Regex(String(repeating: "(", count: 100_000)) }
    }

    @Test func matchersParsePatternsByThemselves() throws {
        #expect(throws: RegexError.self) { try Regex("a)|(b", for: .matching) }
        #expect(try Regex("\\Qa.b", for: .matching).matches("a.b"))
        // Plain text is compared byte by byte, also where it is not UTF-8.
        let regex = try Regex(bytes: [0x61, 0x7C, 0xFF], for: .matching)
        let (one, other): ([UInt8], [UInt8]) = ([0xFF], [0xFE])
        #expect(one.withUnsafeBytes(regex.matches) && !other.withUnsafeBytes(regex.matches))
        #expect(regex.onlyValues == nil)
    }

    @Test func oneRegexServesManyThreads() async throws {
        let regex = try Regex("(\\w+)-(\\d+)\\.(?:prod|dev)")
        await withTaskGroup(of: Bool.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    (0..<2_000).allSatisfy { round in
                        var value = "pod\(worker)-\(round).prod"
                        return value.withUTF8 {
                            var groups: [Range<Int>?] = []
                            return regex.match(UnsafeRawBufferPointer($0), groups: &groups)
                                && groups[1] == 0..<4 && groups[2] == 5..<$0.count - 5
                        }
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test(arguments: [
        ("(?=a)b", 0..<3, "look ahead"),
        ("(a)\\1", 3..<5, "refer back"),
        ("foo\\", 4..<4, "\\\\"),
        ("(ab", 0..<1, "close the group"),
        ("a(b|c)(d", 6..<7, "close the group"),
        ("ab)c", 2..<3, "open a group"),
        ("[ab", 0..<3, "close the class"),
        ("a**", 1..<3, "possessive"),
        ("*_total", 0..<1, "nothing before"),
        ("x{1001}", 1..<7, "1000"),
        ("\\d+\\Z", 3..<5, "\\z"),
        ("é[z-a]", 3..<6, "after the second"),
    ])
    func errorsSayWhereAndWhatInstead(pattern: String, range: Range<Int>, advice: String) {
        let error = #expect(throws: RegexError.self) { try Regex(pattern) }
        #expect(error?.range == range)
        #expect(error?.advice.contains(advice) == true, "\(String(describing: error))")
    }
}
