import Regex
import Testing

@testable import Relabel

/// What the conformance data has too little of: digests, letter case, templates, quoting, reading of scalars.
@Suite struct SemanticsTests {
    @Test(
        arguments: [
            ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
            ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
            (String(repeating: "1234567890", count: 8), "57edf4a22be3c955ac49da2e2107b67a"),
        ])
    func digests(text: String, expected: String) {
        let (a, b, c, d) = MD5.digest(Array(text.utf8))
        let digits = [a, b, c, d].map { word in
            let text = String(word.byteSwapped, radix: 16)
            return String(repeating: "0", count: 8 - text.count) + text
        }
        #expect(digits.joined() == expected)
    }

    @Test func shardsAreThoseOfPrometheus() throws {
        for (joined, shard) in [("baz", "976"), ("foo\nbar", "734")] {
            let step = try RelabelStep(RelabelRule(.hashmod, modulus: 1000, to: "d"), scheme: .utf8)
            #expect(step.value(of: Array(joined.utf8)) == Array(shard.utf8))
        }
    }

    @Test(
        arguments: [
            ("straße", "STRAßE", "straße"), ("ﬁ", "ﬁ", "ﬁ"), ("İ", "İ", "i"), ("ς", "Σ", "ς"), ("ǆ", "Ǆ", "ǆ"),
            ("ᾳ", "ᾼ", "ᾳ"), ("K", "K", "k"), ("ŉ", "ŉ", "ŉ"), ("aZ09_", "AZ09_", "az09_"),
        ])
    func letterCase(text: String, upper: String, lower: String) {
        #expect(CaseMapping.upper(Array(text.utf8)) == Array(upper.utf8))
        #expect(CaseMapping.lower(Array(text.utf8)) == Array(lower.utf8))
    }

    @Test func brokenBytesBecomeReplacementCharacters() {
        #expect(CaseMapping.lower([0x41, 0xE2, 0x82, 0x42]) == Array("a\u{FFFD}\u{FFFD}b".utf8))
    }

    @Test(
        arguments: [
            ("$1", "b"), ("$1x", ""), ("${1}x", "bx"), ("$$1", "$1"), ("$", "$"), ("$$$1", "$b"), ("${", "${"),
            ("${}", "${}"), ("$-", "$-"), ("$9", ""), ("$01", ""), ("${name}!", "c!"), ("${1", "${1"), ("$é", ""),
            ("$0", "abc"), ("a$1000000000", "a"),
        ])
    func templates(template: String, expected: String) throws {
        let regex = try Regex("a(b)(?P<name>c)")
        var groups: [Range<Int>?] = []
        var output: [UInt8] = []
        Array("abc".utf8).withUnsafeBytes { bytes in
            #expect(regex.match(bytes, groups: &groups))
            Template(Array(template.utf8), groupNames: regex.groupNames).expand(bytes, groups, into: &output)
        }
        #expect(String(decoding: output, as: UTF8.self) == expected)
    }

    /// `^(?s:a)|(b)$` finds an `a` in front and a `b` at the end, and replaces both.
    @Test func aPatternThatEscapesItsAnchorsReplacesEachMatch() throws {
        let list = try Relabelling([RelabelRule(.labelmap, regex: "a)|(b", replacement: "<$0>")])
        #expect(list.steps[0].mapped(Array("axbb".utf8)) == Array("<a>xb<b>".utf8))
        #expect(list.steps[0].mapped(Array("xb".utf8)) == Array("x<b>".utf8))
        #expect(list.steps[0].mapped(Array("x".utf8)) == nil)
    }

    @Test func quotedAsGoDoes() {
        #expect(
            QuotedText.quoted(Array("a\"\\\n\u{1}\u{7F}\u{A0}é\u{200B}".utf8) + [0xFF])
                == #""a\"\\\n\x01\x7f\u00a0é\u200b\xff""#)
    }

    @Test(
        arguments: [
            ("10", 10), ("0x10", 16), ("0o17", 15), ("017", 15), ("0b101", 5), ("1_000", 1000), ("1e3", 1000),
            ("1.9", 1), (".5", 0), ("08", 8), ("+7", 7), ("-0", 0), ("18446744073709551615", UInt64.max),
            ("-1", nil), ("abc", nil), ("", nil), ("1e400", nil), (".inf", nil), ("+.nan", nil), ("2001-01-01", nil),
        ] as [(String, UInt64?)])
    func moduli(text: String, expected: UInt64?) {
        #expect(YAMLNumber(text)?.unsigned == expected)
    }

    @Test func scalarsThatPrometheusReadsInItsOwnWay() throws {
        func rule(_ field: RelabelRule.Field, _ text: String, isPlain: Bool = true) throws(RelabelFault) -> RelabelRule
        {
            var rule = RelabelRule()
            try rule.set(field, to: .init(text, isPlain: isPlain))
            return rule
        }
        #expect(try rule(.regex, "null").regex == "")
        #expect(try rule(.separator, "~").separator == [])
        #expect(try rule(.separator, "1").separator == [0x31])
        #expect(try rule(.action, "LabelDrop").action == .labeldrop)
        #expect(try rule(.action, "null").action == nil)
        #expect(throws: RelabelFault.self) { try rule(.action, "Null") }
        #expect(throws: RelabelFault.self) { try rule(.regex, "null", isPlain: false) }
        #expect(throws: RelabelFault.self) { try rule(.modulus, "7", isPlain: false) }
        #expect(throws: RelabelFault.self) { try rule(.sourceLabels, "job") }
        #expect(RelabelRule.Field(meantBy: "sourceLabels") == .sourceLabels)
        #expect(RelabelRule.Field(meantBy: "regexp") == .regex)
        #expect(RelabelRule.Field(camelCase: "targetLabel") == .targetLabel)
    }
}
