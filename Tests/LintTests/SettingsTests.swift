import Lint
import PromQL
import Testing
import YAML

struct SettingsTests {
    private func read(_ text: String) throws -> LintSettings {
        var settings = LintSettings()
        let root = try #require(YAMLStream(parsing: SourceText(text)).documents.first?.root)
        try SettingsReader(checks: Checks.names).read(root, into: &settings)
        return settings
    }

    @Test func readsAll() throws {
        let settings = try read(
            """
            profile: strict
            enable: [alert/missing-for]
            disable: group/interval
            severity: {"alert/*": info, alert/absent: error}
            paths:
              - match: vendor/**
                disable: ["matcher/*"]
                owner: upstream
              - match: "*.test.yaml"
                severity: {"*": info}
            owners:
              upstream: {disable: [expr/division-in-aggregation]}
            required_labels: [team, {name: severity, values: [page, ticket], rules: alerting}]
            required_annotations: [{name: runbook_url, matches: "https://.+"}]
            prometheus_version: 3.5
            features: [promql-binop-fill-modifiers]
            dialect: mimir
            alertmanager: alertmanager.yml
            fail_on: never
            min_severity: warning
            """)
        #expect(settings.selection.profile == .strict)
        #expect(settings.language.version == .init(3, 5))
        #expect(settings.failOn == nil)
        #expect(settings.requiredLabels.map(\.name) == ["team", "severity"])
        #expect(settings.requiredLabels.last?.values == ["page", "ticket"])
        #expect(settings.alertmanagerPaths == ["alertmanager.yml"])
        let vendored = settings.scope(of: "./vendor/a/b.yaml")
        #expect(vendored.owner == "upstream")
        #expect(!vendored.allows("matcher/contradiction") && !vendored.allows("expr/division-in-aggregation"))
        #expect(settings.scope(of: "own/vendor.yaml").allows("matcher/contradiction"))
        let finding = Finding(check: "alert/absent", severity: .warning, message: "", file: "x", range: 0..<0)
        #expect(settings.scope(of: "a/x.yaml").severity(of: finding) == .error)
        #expect(settings.scope(of: "a/x.test.yaml").severity(of: finding) == .info)
    }

    @Test(arguments: [
        ("profil: strict", "there is no key 'profil' in lint; did you mean 'profile'?", 0),
        ("disable: [alert/absnt]", "there is no check 'alert/absnt'; did you mean 'alert/absent'?", 10),
        ("fail_on: errors", "expected info, warning, error, never, not 'errors'", 9),
        ("paths: [{disable: []}]", "lacks 'match', a pattern of paths such as vendor/**", 8),
        ("prometheus_version: three", "expected a version of Prometheus such as 3.5", 20),
    ])
    func saysWhatIsWrong(text: String, message: String, offset: Int) {
        do {
            _ = try read(text)
            Issue.record("was read")
        } catch let error as SettingsError {
            #expect(error.message == message)
            #expect(error.range.lowerBound == offset)
        } catch {
            Issue.record(error)
        }
    }

    @Test(arguments: [
        ("*.yaml", "a/b.yaml", true), ("vendor/**", "vendor/a/b.yaml", true), ("vendor", "vendor/a.yaml", true),
        ("vendor/*", "vendor/a/b.yaml", true), ("a/**/c.yaml", "a/c.yaml", true), ("a/**/c.yaml", "a/b/b/c.yaml", true),
        ("a/?.yaml", "a/b.yaml", true), ("a/?.yaml", "a/bb.yaml", false), ("b.yaml", "./a/b.yaml", true),
        ("a/b.yaml", "c/a/b.yaml", false), ("ab", "a/b", false),
    ])
    func matchesPaths(pattern: String, path: String, isMatch: Bool) {
        #expect(NamePattern(pattern).matches(path: path) == isMatch)
    }

    @Test func noPatternIsSlow() {
        let pattern = NamePattern(String(repeating: "*a", count: 200) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 2000)))
    }
}
