import Foundation
import Lint
import Manifests
import Testing
import YAML

/// The profiles in rules/policy.
struct PolicyTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../rules/policy").standardizedFileURL

    private func read(_ name: String) throws -> LintSettings {
        let bytes = try Data(contentsOf: Self.folder.appending(path: name))
        let root = try #require(YAMLStream(parsing: SourceText(Array(bytes))).documents.first?.root)
        var settings = LintSettings()
        try SettingsReader(checks: Checks.names).read(root, into: &settings)
        return settings
    }

    private func checks(_ settings: LintSettings) -> Set<String> {
        Set(Checks.information.filter(settings.selection.includes).map(\.name))
    }

    private func findings(_ rules: String, _ settings: LintSettings) -> [String] {
        let file = ManifestReader().read(path: "rules.yaml", source: SourceText(rules))
        return LintRun(settings: settings).report(on: Project(files: [file])).findings.map {
            "\($0.severity) \($0.message)"
        }
    }

    @Test func allCanBeRead() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path(percentEncoded: false))
        #expect(names.sorted() == ["default.yaml", "strict.yaml"])
        for name in names { _ = try read(name) }
    }

    @Test func defaultIsWhatRunsWithoutIt() throws {
        let settings = try read("default.yaml")
        #expect(settings.selection == LintSettings().selection)
        #expect(settings.failOn == LintSettings().failOn)
        #expect(settings.minSeverity == LintSettings().minSeverity)
    }

    @Test func strictIsMore() throws {
        #expect(checks(try read("strict.yaml")).isStrictSuperset(of: checks(try read("default.yaml"))))
    }

    @Test func strictAsksForLabelsAndAnnotations() throws {
        let rules = """
            groups:
              - name: node
                rules:
                  - alert: NodeDown
                    expr: up{job="node"} == 0
                    for: 5m
                    labels: {severity: page}
                    annotations: {summary: A node is down, runbook_url: wiki}
            """
        #expect(findings(rules, try read("default.yaml")) == [])
        #expect(
            findings(rules, try read("strict.yaml")) == [
                "error NodeDown lacks the annotation description",
                "error label severity of NodeDown is `page`",
                "error annotation runbook_url of NodeDown is `wiki`",
            ])
    }

    @Test func aPatternThatIsNoneIsSaid() throws {
        let text = "required_labels: [{name: team, matches: '('}]"
        let root = try #require(YAMLStream(parsing: SourceText(text)).documents.first?.root)
        var settings = LintSettings()
        #expect(throws: SettingsError.self) { try SettingsReader(checks: Checks.names).read(root, into: &settings) }
    }
}
