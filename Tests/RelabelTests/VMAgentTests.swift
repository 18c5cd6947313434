import Regex
import Testing

@testable import Relabel

/// What vmagent's rules have beyond Prometheus', by the source of vmagent (`lib/promrelabel`).
@Suite struct VMAgentTests {
    private func rule(_ action: Action, _ change: (inout RelabelRule) -> Void = { _ in }) -> RelabelRule {
        var rule = RelabelRule(action)
        rule.language = .vmagent
        change(&rule)
        return rule
    }

    private func sources(_ names: String...) -> [[UInt8]] { names.map { Array($0.utf8) } }

    private func regex(_ pattern: String, _ rule: inout RelabelRule) {
        rule.regex = pattern
        rule.written.insert(.regex)
    }

    private func condition(_ tests: [(String, String, Bool, Bool)]...) throws -> RelabelCondition {
        RelabelCondition(
            try tests.map { tests in
                try tests.map { name, value, isNegative, isPattern in
                    RelabelCondition.Test(
                        name: Array(name.utf8), isNegative: isNegative, value: Array(value.utf8),
                        regex: isPattern ? try Regex(value, for: .matching) : nil)
                }
            }, text: "")
    }

    private func apply(_ rule: RelabelRule, _ labels: [String: String]) throws -> [String: String]? {
        let outcome = try Relabelling([rule]).apply(labels.map { Label($0.key, $0.value) })
        guard case .kept(let labels) = outcome else { return nil }
        return Dictionary(uniqueKeysWithValues: labels.map { ($0.nameText, $0.valueText) })
    }

    @Test func xxHash() {
        let vectors: [(String, UInt64)] = [
            ("", 0xef46_db37_51d8_e999), ("a", 0xd24e_c4f1_a98c_6e5b), ("abc", 0x44bc_2cf5_ad77_0999),
            ("baz", 0x4259_8cf2_6a24_7404), ("0123456789abcdef0123456789abcdef", 0x642a_9495_8e71_e6c5),
            ("The quick brown fox jumps over the lazy dog, twice or so: 12345", 0x601b_5d79_a87a_5d14),
        ]
        for (text, hash) in vectors { #expect(XXHash64.hash(Array(text.utf8)) == hash) }
    }

    @Test func hashmod() throws {
        let rule = rule(.hashmod) {
            ($0.sourceLabels, $0.modulus, $0.targetLabel) = (sources("a"), 1000, Array("shard".utf8))
        }
        #expect(try apply(rule, ["a": "baz"]) == ["a": "baz", "shard": "324"])
    }

    @Test func replaceAll() throws {
        let rule = rule(.replaceAll) {
            ($0.sourceLabels, $0.targetLabel, $0.replacement) = (sources("a"), Array("b".utf8), Array("_".utf8))
            regex("[.-]", &$0)
        }
        #expect(try apply(rule, ["a": "x.y-z"]) == ["a": "x.y-z", "b": "x_y_z"])
        // Without a match nothing is set.
        #expect(try apply(rule, ["a": "xyz"]) == ["a": "xyz"])
    }

    @Test func labelmapAll() throws {
        let rule = rule(.labelmapAll) {
            $0.replacement = Array("_".utf8)
            regex("[.]", &$0)
        }
        #expect(try apply(rule, ["a.b.c": "1", "d": "2"]) == ["a_b_c": "1", "d": "2"])
    }

    @Test func equality() throws {
        for action in [Action.keepIfEqual, .dropIfEqual] {
            let rule = rule(action) { $0.sourceLabels = sources("a", "b", "c") }
            let isKept = action == .keepIfEqual
            #expect(try (apply(rule, ["a": "1", "b": "1", "c": "1"]) != nil) == isKept)
            #expect(try (apply(rule, ["a": "1", "b": "1", "c": "2"]) != nil) == !isKept)
            #expect(try (apply(rule, ["d": "1"]) != nil) == isKept)
        }
    }

    @Test func containment() throws {
        for action in [Action.keepIfContains, .dropIfContains] {
            let rule = rule(action) { ($0.sourceLabels, $0.targetLabel) = (sources("a", "b"), Array("tags".utf8)) }
            let isKept = action == .keepIfContains
            #expect(try (apply(rule, ["tags": ",x,y,", "a": "x", "b": ",y"]) != nil) == isKept)
            #expect(try (apply(rule, ["tags": ",x,y,", "a": "x", "b": "z"]) != nil) == !isKept)
            // Everything contains the value of a label that is missing.
            #expect(try (apply(rule, ["tags": ",x,y,", "a": "x"]) != nil) == isKept)
        }
    }

    @Test func metrics() throws {
        let keep = rule(.keepMetrics) { regex("a|b.*", &$0) }
        let drop = rule(.dropMetrics) { regex("a|b.*", &$0) }
        for name in ["a", "bc", "ab"] {
            let isListed = name != "ab"
            #expect(try (apply(keep, ["__name__": name]) != nil) == isListed)
            #expect(try (apply(drop, ["__name__": name]) != nil) == !isListed)
        }
    }

    /// A condition that does not hold drops what `keep` is about, and spares the rest.
    @Test func conditions() throws {
        let condition = try condition(
            [("__name__", "a", false, false), ("x", "1.*", false, true)], [("y", "", true, false)])
        let keep = rule(.keep) { $0.condition = condition }
        let drop = rule(.drop) { $0.condition = condition }
        let remove = rule(.labeldrop) {
            $0.condition = condition
            regex("x", &$0)
        }
        let held: [[String: String]] = [["__name__": "a", "x": "12"], ["__name__": "b", "x": "1", "y": "1"]]
        let missed: [[String: String]] = [["__name__": "a", "x": "2"], ["__name__": "b", "x": "1"]]
        for labels in held {
            #expect(try apply(keep, labels) == labels)
            #expect(try apply(drop, labels) == nil)
            #expect(try apply(remove, labels) == labels.filter { $0.key != "x" })
        }
        for labels in missed {
            #expect(try apply(keep, labels) == nil)
            #expect(try apply(drop, labels) == labels)
            #expect(try apply(remove, labels) == labels)
        }
        let keepEqual = rule(.keepIfEqual) { ($0.condition, $0.sourceLabels) = (condition, sources("p", "q")) }
        #expect(try apply(keepEqual, ["__name__": "b", "p": "1"]) != nil)
        #expect(try apply(keepEqual, ["y": "1", "p": "1"]) == nil)
    }

    @Test func references() throws {
        let rule = rule(.replace) {
            ($0.sourceLabels, $0.targetLabel) = (sources("a"), Array("b".utf8))
            $0.replacement = Array("{{job}}-$1{{x".utf8)
            regex("(.).*", &$0)
        }
        #expect(try apply(rule, ["a": "xyz", "job": "j"]) == ["a": "xyz", "b": "j-x{{x", "job": "j"])
    }

    /// Its own anchors go before vmagent's come, and any name is one.
    @Test func anchors() throws {
        let rule = rule(.replace) {
            ($0.sourceLabels, $0.targetLabel) = (sources("a"), Array("$1 b".utf8))
            regex("^a(.)$", &$0)
        }
        #expect(try apply(rule, ["a": "ax"]) == ["a": "ax", "x b": "x"])
    }

    @Test(arguments: [
        (Action.keep, "`source_labels` or `if`"), (.keepIfEqual, "at least two `source_labels`"),
        (.replaceAll, "`source_labels`"), (.dropMetrics, "a `regex` that is not empty, or `if`"),
        (.graphite, "`match`"), (.hashmod, "`source_labels`"), (.lowercase, "`source_labels`"),
    ])
    func refusals(_ action: Action, _ missing: String) {
        #expect(rule(action).validate()?.message == "`action: \(action.rawValue)` needs \(missing)")
    }

    @Test func whatCannotBeReplayed() {
        var environment = rule(.drop) { $0.sourceLabels = sources("a") }
        #expect(environment.unsupportedByReplay == nil)
        regex("%{NAME}", &environment)
        #expect(environment.unsupportedByReplay != nil)
        #expect(rule(.graphite).unsupportedByReplay != nil)
    }
}
