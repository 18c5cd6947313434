import Manifests
import PromQL
import Testing
import YAML

/// Files that others made to be hard to read end in one clear fault.
@Suite struct HostileRuleFileTests {
    private func read(_ text: String, limit: Int = 32 << 20) -> ManifestFile {
        var options = ManifestOptions()
        options.limits = YAMLLimits(bytes: limit)
        return ManifestReader(options: options).read(path: "rules.yml", source: SourceText(text))
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func deepNesting(part: String) {
        let file = read("groups:\n  " + String(repeating: part, count: 10_000))
        #expect(file.faults.contains { $0.kind == .syntax })
    }

    @Test func billionLaughs() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<12 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let file = read(text + "groups: *a11\n")
        #expect(file.faults.contains { $0.kind == .syntax })
    }

    @Test func invalidUTF8() {
        let source = SourceText(Array("groups:\n- name: \"".utf8) + [0xff, 0xfe] + Array("\"\n".utf8))
        let file = ManifestReader().read(path: "rules.yml", source: source)
        #expect(file.faults.contains { $0.kind == .syntax && $0.message.contains("UTF-8") })
    }

    @Test func longFiles() {
        let file = read("groups: []\n" + String(repeating: "# comment\n", count: 1000), limit: 1000)
        #expect(file.faults.count == 1 && file.contents.isEmpty)
    }

    @Test func deepExpressions() throws {
        let expr = String(repeating: "(", count: 10_000) + "up" + String(repeating: ")", count: 10_000)
        let file = read("groups:\n- name: a\n  rules:\n  - {record: x, expr: '\(expr)'}\n")
        guard case .rules(let rules)? = file.contents.first, let rule = rules.groups.first?.rules.first else {
            return #expect(Bool(false), "\(file.faults)")
        }
        guard case .invalid = rule.expression else { return #expect(Bool(false), "\(rule.expression)") }
    }

    @Test func configMapsWithinConfigMaps() {
        var text = "groups: []"
        for _ in 0..<6 {
            text =
                "{apiVersion: v1, kind: ConfigMap, data: {a.yml: '\(text.split(separator: "'").joined(separator: "''"))'}}"
        }
        #expect(read(text).contents.isEmpty)
    }
}
