import Relabel
import Testing
import YAML

@testable import Manifests

struct AlloyTests {
    private func read(_ text: String) -> ManifestFile {
        ManifestReader().read(path: "config.alloy", source: SourceText(text))
    }

    private let example = #"""
        // comments /* of
        prometheus.scrape "x" { forward_to = [prometheus.relabel.a.receiver] } // all kinds
        prometheus.relabel "a" {
          forward_to = concat([x.receiver], [{ "a" = "}" }])
          rule {
            source_labels = ["__name__", "le",]
            separator     = "\x3b\u00e9"
            regex         = `a\d+
        b`
            modulus       = 7 /* a number */
            target_label  = "t"
            action        = "hashmod"
          }
          rule { regex = sys.env("X") }
        }
        prometheus.remote_write "w" {
          endpoint { url = "u" }
          endpoint { write_relabel_config { action = "drp" } }
        }
        """#

    @Test func listsAndRules() throws {
        let lists = read(example).contents.flatMap(\.relabelLists)
        #expect(lists.map(\.owner) == [#"prometheus.relabel "a""#, #"prometheus.remote_write "w", endpoint 2"#])
        #expect(lists.map(\.place) == [.remoteWrite, .remoteWrite])
        let rules = try #require(lists.first?.rules)
        try #require(rules.count == 2)
        let rule = try #require(rules[0].rule)
        #expect(rule.sourceLabels == [Array("__name__".utf8), Array("le".utf8)])
        #expect(rule.separator == Array(";é".utf8))
        #expect(rule.regex == "a\\d+\nb")
        #expect(rule.modulus == 7)
        #expect(rule.action == .hashmod)
        // What only Alloy can evaluate is no rule here, and no fault.
        #expect(rules[1].rule == nil)
    }

    @Test func faultsStandAtTheValue() throws {
        let file = read(example)
        #expect(file.faults.map(\.message) == [#"unknown relabel action "drp""#])
        let range = try #require(file.faults.first?.range)
        #expect(file.text.source.text(range) == #""drp""#)
    }

    @Test(arguments: [
        "a", "a {", "a = ", "a = \"", "a = `", "}", "a \"b", "a \"b\" c", "a = \"\\q\"", "a = \"\\x\"", "rule { = }",
        String(repeating: "a {", count: 5000), "a = " + String(repeating: "[", count: 5000), "a = [[[,]]]", "a = /*",
    ])
    func hostileTextsAreFaultsOrNothing(text: String) {
        let file = read(text)
        #expect(file.contents.isEmpty)
        for fault in file.faults { #expect(fault.range.upperBound <= text.utf8.count) }
    }
}
