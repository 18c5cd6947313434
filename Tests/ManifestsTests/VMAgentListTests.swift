import Relabel
import Testing
import YAML

@testable import Manifests

struct VMAgentListTests {
    private func list(_ text: String, _ language: RelabelLanguage? = nil) throws -> (RelabelList, [ManifestFault]) {
        var options = ManifestOptions()
        options.takesBareRules = true
        options.relabelLanguage = language
        let file = ManifestReader(options: options).read(path: "rules.yml", source: .init(text))
        return (try #require(file.contents.flatMap(\.relabelLists).first), file.faults)
    }

    private static let rules = """
        - if: ['up{job=~"a|b"}', '{x!=""}', '{}']
          action: Drop_Metrics
          regex: [a.*, 1, true]
        - action: drop
          if: up
        """

    /// A list that stands alone shows whose it is; said otherwise, what is foreign is a fault that names vmagent.
    @Test func recognition() throws {
        let (own, faults) = try list(Self.rules)
        #expect(own.language == .vmagent && own.place == .remoteWrite && faults.isEmpty)
        let rule = try #require(own.rules.first?.rule)
        #expect(rule.action == .dropMetrics && rule.regex == "a.*|1|true")
        #expect(rule.condition?.labels.map { String(decoding: $0, as: UTF8.self) } == ["job", "__name__", "x"])
        #expect(try list("- {action: drop, regex: a, source_labels: [b]}").0.language == .prometheus)

        let (foreign, wrong) = try list(Self.rules, .prometheus)
        #expect(foreign.language == .prometheus && wrong.count == 4)
        #expect(wrong.allSatisfy { $0.advice?.contains("--dialect vmagent") == true })
    }

    @Test(arguments: [
        ("{action: drop}", "needs `source_labels` or `if`"), ("{if: 'sum(up)'}", "no series selector"),
        ("{if: '{a=\"b\" or c=\"d\"}'}", "write a list"), ("{if: {a: b}}", "expected a series selector"),
        ("{action: graphite, match: a, replacement: b, labels: {a: b}}", "takes no `replacement`"),
        ("{action: drop, if: up, foo: 1}", "unknown field `foo`"),
    ])
    func faults(rule: String, message: String) throws {
        let (_, faults) = try list("- \(rule)", .vmagent)
        #expect(faults.contains { $0.message.contains(message) }, "\(faults)")
    }

    @Test func whatIsValidButNotReplayed() throws {
        let (list, faults) = try list("- {action: graphite, match: 'a.*', labels: {x: $1}}\n- {if: up, action: drop}")
        #expect(faults.isEmpty)
        #expect(list.rules[0].rule == nil && list.rules[0].unsupported?.contains("graphite") == true)
        #expect(list.rules[1].rule != nil)
    }
}
