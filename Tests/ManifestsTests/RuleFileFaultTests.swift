import Manifests
import PromQL
import Testing
import YAML

/// What is said of rule files that are not as they should be, and where.
@Suite struct RuleFileFaultTests {
    private func read(_ text: String, _ dialect: Dialect = .prometheus) -> ManifestFile {
        var options = ManifestOptions()
        options.dialect = dialect
        return ManifestReader(options: options).read(path: "rules.yml", source: SourceText(text))
    }

    @Test func aMisspelledFieldIsNamedWithWhatWasMeant() throws {
        let file = read("groups:\n- name: a\n  rules:\n  - alert: X\n    exprr: up\n    expr: up\n")
        let fault = try #require(file.faults.first)
        #expect(fault.message == "field exprr not found in a rule")
        #expect(fault.advice == "did you mean 'expr'?")
        #expect(file.text.source.position(of: fault.range.lowerBound) == SourcePosition(line: 5, column: 5))
        let fix = try #require(fault.fix)
        #expect(fix.replacement == "expr")
        #expect(file.text.source.text(fix.range) == "exprr")
    }

    @Test(arguments: [
        ("concurrency: 2", Dialect.vmalert), ("source_tenants: [a]", .mimir),
        ("partial_response_strategy: abort", .thanos),
    ])
    func aFieldOfAnotherProgramSaysWhose(field: String, owner: Dialect) throws {
        let text = "groups:\n- name: a\n  \(field)\n  rules: []\n"
        let fault = try #require(read(text).faults.first)
        #expect(fault.advice?.contains("--dialect \(owner.rawValue)") == true)
        #expect(read(text, owner).faults.isEmpty)
    }

    @Test func mimirTakesANamespace() {
        let text = "namespace: a\ngroups: []\n"
        #expect(read(text).faults.count == 1)
        #expect(read(text, .mimir).faults.isEmpty)
    }

    @Test func whatMayBeMetricsQLIsNotRefused() throws {
        func expression(_ text: String) throws -> RuleExpression {
            let file = read("groups:\n- name: a\n  rules:\n  - {record: x, expr: '\(text)'}\n", .vmalert)
            guard case .rules(let rules)? = file.contents.first else { throw Missing() }
            return try #require(rules.groups.first?.rules.first).expression
        }
        guard case .unknown = try expression("up default 0") else { throw Missing() }
        guard case .invalid = try expression("sum(up") else { throw Missing() }
        guard case .parsed = try expression("sum(up)") else { throw Missing() }
    }

    private struct Missing: Error {}

    @Test func laterDocumentsAreIgnoredAndTheirRulesCounted() throws {
        let text =
            "groups: []\n---\ngroups:\n- name: a\n  rules:\n  - {record: x, expr: up}\n  - {record: y, expr: up}\n"
        let file = read(text)
        let fault = try #require(file.faults.first)
        #expect(fault.kind == .ignoredDocument)
        #expect(fault.message.contains("2 rules"))
        #expect(file.text.source.text(fault.range) == "---")
        #expect(read(text, .mimir).faults.isEmpty)
    }

    @Test func legacyNamesAreRequiredOfOldVersions() {
        let text = "groups:\n- name: a\n  rules:\n  - {record: 'a.b', expr: up, labels: {'c.d': e}}\n"
        #expect(read(text).faults.isEmpty)
        var options = ManifestOptions()
        options.language = Language(version: Version(2, 55))
        let file = ManifestReader(options: options).read(path: "rules.yml", source: SourceText(text))
        #expect(file.faults.map(\.message) == ["invalid recording rule name: a.b", "invalid label name: c.d"])
    }

    @Test(arguments: ["foo: bar\n", "just text\n", "[1, 2]\n"])
    func whatIsNotKnownIsSaidToBe(text: String) {
        #expect(read(text).isUnrecognized)
    }

    @Test(arguments: ["", "# only this\n", "groups: []\n"])
    func emptyFilesAreFine(text: String) {
        let file = read(text)
        #expect(!file.isUnrecognized && file.faults.isEmpty)
    }
}
