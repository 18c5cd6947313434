import Lint
import Manifests
import Testing
import YAML

struct FixerTests {
    private func fix(_ text: String, _ safety: FixSafety = .safe) -> Fixer.Result {
        let project = Project(files: [ManifestReader().read(path: "r", source: SourceText(text))])
        return Fixer(run: LintRun(settings: LintSettings()), safety: safety, reader: ManifestReader())
            .fix(project, paths: ["r"])
    }

    /// Everything but the fix stays as it was: comments, layout, odd line ends.
    @Test func keepsTheRest() {
        let text = """
            # top
            groups:
            - {name: "g" , rules: [ ]}   # flow
            -   name:   h
                rules:
                - alert: 'A'   # quoted
                  expr:  >
                     histogram_quantile(0.9,
                       sum  by (job) (rate(x_bucket[5m]))) > 1
                  labels: { "severity":   page }


            """
        let result = fix(text)
        let fixed = text.replacing("by (job)", with: "by (job, le)")
        #expect(result.changed.map { String(decoding: $0.bytes, as: UTF8.self) } == [fixed])
        #expect(result.report.fixed == 1)
        let windows = fix(text.replacing("\n", with: "\r\n"))
        #expect(
            windows.changed.map { String(decoding: $0.bytes, as: UTF8.self) } == [fixed.replacing("\n", with: "\r\n")])
    }

    @Test func mendsJSON() {
        let text =
            #"{"groups":[{"name":"g","rules":[{"alert":"A","expr":"histogram_quantile(0.9, sum by (job) (rate(x_bucket{a=\"\\\\d\"}[5m]))) > 1"}]}]}"#
        let result = fix(text)
        #expect(
            result.changed.map { String(decoding: $0.bytes, as: UTF8.self) }
                == [text.replacing("by (job)", with: "by (job, le)")])
    }

    @Test func leavesWhatIsNotFaulty() {
        let result = fix("groups: []\n")
        #expect(result.changed.isEmpty && result.report.findings.isEmpty)
    }

    @Test func showsTheDifference() {
        let old = Array("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn\no\n".utf8)
        let new = Array("a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nn\no".utf8)
        let diff = UnifiedDiff(from: old, to: new)
        #expect(diff.hunks.map(\.header) == ["@@ -1,5 +1,5 @@", "@@ -10,6 +10,5 @@"])
        #expect(UnifiedDiff(from: old, to: old).hunks.isEmpty)
        #expect(UnifiedDiff(from: [], to: Array("x\n".utf8)).hunks.map(\.header) == ["@@ -0,0 +1 @@"])
    }
}
