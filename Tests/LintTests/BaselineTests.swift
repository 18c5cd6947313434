import Lint
import Manifests
import Testing
import YAML

struct BaselineTests {
    private static let text = """
        groups:
        - name: g
          rules:
          - alert: A
            expr: a
          - alert: A
            expr: a
            labels: {x: y}
          - alert: B
            expr: b

        """

    private func report(on text: String, _ baseline: Baseline? = nil, _ changes: ChangedLines? = nil) -> LintReport {
        var settings = LintSettings()
        settings.selection.only = [NamePattern("alert/no-comparison")]
        var run = LintRun(settings: settings)
        run.baseline = baseline
        run.changes = changes
        return run.report(on: Project(files: [ManifestReader().read(path: "./r.yaml", source: SourceText(text))]))
    }

    @Test func coversMovedLines() {
        let baseline = Baseline(of: report(on: Self.text))
        #expect(baseline.entries.map(\.count) == [2, 1])
        let moved = report(on: "# new\n\n" + Self.text + "  - alert: C\n    expr: c\n", baseline)
        #expect(moved.findings.map(\.rule) == ["C"])
        #expect(moved.suppressed.count == 3)
        #expect(moved.staleBaseline.isEmpty)
    }

    @Test func tellsWhatIsGone() {
        let baseline = Baseline(of: report(on: Self.text))
        let mended = report(on: Self.text.replacing("expr: b", with: "expr: b > 0"), baseline)
        #expect(mended.findings.isEmpty)
        #expect(mended.staleBaseline.map(\.key.rule) == ["B"])
    }

    /// One more of what is known is new.
    @Test func counts() {
        let baseline = Baseline(of: report(on: Self.text))
        let more = report(on: Self.text + "  - alert: A\n    expr: a\n    labels: {z: y}\n", baseline)
        #expect(more.findings.count == 1)
    }

    @Test func fingerprintsStayAndDiffer() {
        let one = report(on: Self.text)
        let other = report(on: "\n" + Self.text)
        #expect(one.fingerprints(of: one.findings) == other.fingerprints(of: other.findings))
        #expect(Set(one.fingerprints(of: one.findings)).count == 3)
    }

    @Test(arguments: [
        "[]", "{\"findings\": []}", "{\"schema_version\": 2, \"findings\": []}",
        "{\"schema_version\": 1, \"findings\": [{}]}", "{",
    ])
    func refusesOthers(text: String) {
        #expect((try? Baseline(parsing: SourceText(text))) == nil)
    }

    @Test func onlyChangedLines() {
        let lines = ChangedLines.lines(
            ofDiff: "+++ b/r.yaml\n@@ -4 +5 @@ x\n+@@ \n@@ -1,2 +10,2 @@\n@@ -7,2 +20,0 @@\n")
        #expect(lines == [5...5, 10...11, 20...21])
        let changed = report(on: Self.text, nil, ChangedLines(files: ["./r.yaml": .some(lines)]))
        #expect(changed.findings.map(\.rule) == ["A", "B"])
        #expect(report(on: Self.text, nil, ChangedLines()).findings.isEmpty)
        #expect(report(on: Self.text, nil, ChangedLines(files: ["./r.yaml": .all])).findings.count == 3)
    }
}
