import Lint
import Manifests
import Testing
import YAML

/// What each form of comment leaves out: the rest of the findings, as `CHECK LINE`, and how many were suppressed.
struct SuppressionTests {
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        let text: String
        let left: [String]
        let suppressed: Int

        init(_ description: String, _ text: String, left: [String], suppressed: Int) {
            self.description = description
            self.text = text
            self.left = left
            self.suppressed = suppressed
        }
    }

    /// Two alerts that have no condition, in lines 4 and 6, with room for comments.
    private static func file(
        top: String = "", group: String = "", groupLine: String = "", above: String = "", ruleLine: String = "",
        exprLine: String = ""
    ) -> String {
        """
        \(top)groups:
        \(group)- name: g\(groupLine)
          rules:
        \(above)  - alert: A\(ruleLine)
            expr: a\(exprLine)
          - alert: B
            expr: b

        """
    }

    static let cases: [Case] = [
        Case("none", file(), left: ["alert/no-comparison 5", "alert/no-comparison 7"], suppressed: 0),
        Case(
            "behind the fault", file(exprLine: " # cardscan disable alert/no-comparison"),
            left: ["alert/no-comparison 7"], suppressed: 1),
        Case(
            "at the first line of a rule", file(ruleLine: "  # cardscan disable alert/no-comparison until 2027-01-31"),
            left: ["alert/no-comparison 7"], suppressed: 1),
        Case(
            "above a rule", file(above: "  # cardscan disable alert/no-comparison: known\n"),
            left: ["alert/no-comparison 8"], suppressed: 1),
        Case(
            "above a rule, with other comments between",
            file(above: "  # cardscan disable alert/no-comparison\n\n  # about A\n"),
            left: ["alert/no-comparison 10"], suppressed: 1),
        Case("above a group", file(group: "# cardscan disable alert/*\n"), left: [], suppressed: 2),
        Case("at a group's line", file(groupLine: " # cardscan disable alert/no-comparison"), left: [], suppressed: 2),
        Case("above all", file(top: "---\n# cardscan disable *\n"), left: [], suppressed: 2),
        Case(
            "for the file, anywhere", file() + "# cardscan disable-file alert/no-comparison\n", left: [], suppressed: 2),
        Case(
            "two names, one unused", file(above: "  # cardscan disable alert/no-comparison, yaml/parse why not\n"),
            left: ["suppression/unused 4", "alert/no-comparison 8"], suppressed: 1),
        Case(
            "unused for an optional check is not told", file(above: "  # cardscan disable alert/missing-for\n"),
            left: ["alert/no-comparison 6", "alert/no-comparison 8"], suppressed: 0),
        Case(
            "expired", file(above: "  # cardscan disable alert/no-comparison until 2026-11-22\n"),
            left: ["suppression/expired 4", "alert/no-comparison 6", "alert/no-comparison 8"], suppressed: 0),
        Case(
            "no such check", file(above: "  # cardscan disable alert/no-comparisons\n"),
            left: ["suppression/invalid 4", "alert/no-comparison 6", "alert/no-comparison 8"], suppressed: 0),
        Case(
            "no name", file(above: "  # cardscan disable\n"),
            left: ["suppression/invalid 4", "alert/no-comparison 6", "alert/no-comparison 8"], suppressed: 0),
        Case(
            "a misspelt order", file(above: "  # cardscan dissable alert/no-comparison\n"),
            left: ["suppression/invalid 4", "alert/no-comparison 6", "alert/no-comparison 8"], suppressed: 0),
        Case(
            "prose", file(above: "  # cardscan found this\n"),
            left: ["alert/no-comparison 6", "alert/no-comparison 8"], suppressed: 0),
        Case(
            "within quotes", file(exprLine: "\n    annotations: {a: \"# cardscan disable-file alert/no-comparison\"}"),
            left: ["alert/no-comparison 5", "alert/no-comparison 8"], suppressed: 0),
        Case(
            "within a block scalar",
            file(exprLine: "\n    annotations:\n      a: |\n        # cardscan disable-file alert/no-comparison"),
            left: ["alert/no-comparison 5", "alert/no-comparison 10"], suppressed: 0),
        Case(
            "within an expression",
            """
            groups:
            - name: g
              rules:
              - alert: A
                expr: |
                  # cardscan disable alert/no-comparison
                  a
              - alert: B
                expr: |
                  b{x="# cardscan disable alert/no-comparison"}

            """, left: ["alert/no-comparison 10"], suppressed: 1),
        Case(
            "behind the header of a block",
            """
            groups:
            - name: g
              rules:
              - expr: |  # cardscan disable alert/no-comparison
                  a
                alert: A
              - alert: B
                expr: >- # cardscan disable alert/no-comparison
                  a or
                  b
              - alert: C
                expr: c

            """, left: ["alert/no-comparison 12"], suppressed: 2),
        Case(
            "pint: above a rule", file(above: "  # pint disable alerts/comparison\n"),
            left: ["alert/no-comparison 8"], suppressed: 1),
        Case(
            "pint: in a rule, for a server", file(exprLine: "\n    # pint disable alerts/comparison(prod)"),
            left: ["alert/no-comparison 8"], suppressed: 1),
        Case(
            "pint: in an expression's line", file(exprLine: " # pint ignore/line"), left: ["alert/no-comparison 7"],
            suppressed: 1),
        Case(
            "pint: next line", file(ruleLine: "\n    # pint ignore/next-line"), left: ["alert/no-comparison 8"],
            suppressed: 1),
        Case(
            "pint: a range", file(ruleLine: "\n    # pint ignore/begin") + "# pint ignore/end\n", left: [],
            suppressed: 2),
        Case("pint: the file", file(top: "# pint ignore/file\n"), left: [], suppressed: 2),
        Case(
            "pint: a check for the file", file() + "# pint file/disable alerts/comparison\n", left: [], suppressed: 2),
        Case(
            "pint: snoozed", file(above: "  # pint snooze 2027-01-12T10:00:00Z alerts/comparison\n"),
            left: ["alert/no-comparison 8"], suppressed: 1),
        Case(
            "pint: awake", file(above: "  # pint snooze 2026-01-12 alerts/comparison\n"),
            left: ["alert/no-comparison 6", "alert/no-comparison 8"], suppressed: 0),
        Case(
            "pint: a check there is no equal of", file(above: "  # pint disable promql/series\n"),
            left: ["alert/no-comparison 6", "alert/no-comparison 8"], suppressed: 0),
    ]

    @Test(arguments: cases) func leavesOutWhatItSays(_ tested: Case) {
        for text in [tested.text, tested.text.replacing("\n", with: "\r\n")] {
            let report = Self.report(on: text)
            let left = report.findings.map { finding in
                let source = report.file(finding.file)?.text.source
                return "\(finding.check) \(source?.position(of: finding.range.lowerBound).line ?? 0)"
            }
            #expect(left == tested.left)
            #expect(report.suppressed.count == tested.suppressed)
        }
    }

    @Test func keepsTheReason() {
        let text = Self.file(above: "  # cardscan disable alert/no-comparison until 2030-01-01 - it is a heartbeat  \n")
        #expect(Self.report(on: text).suppressed.first?.reason == "it is a heartbeat")
    }

    @Test func examplesOfItsOwnChecks() throws {
        for info in Checks.information where info.name.hasPrefix("suppression/") {
            for example in info.faulty {
                let text = try #require(example.files.first?.text)
                let mark = try #require(text.utf8.firstIndex(of: 0xe2))
                let offset = text.utf8.distance(from: text.utf8.startIndex, to: mark)
                let clean = text.replacing("↓", with: "")
                let report = Self.report(on: clean)
                #expect(report.findings.map(\.check) == [info.name])
                #expect(report.findings.first?.range.lowerBound == offset, "\(info.name)")
                guard let fixed = example.fixed else { continue }
                let project = Project(files: report.files)
                let result = Fixer(run: Self.run, safety: .safe, reader: ManifestReader()).fix(
                    project, paths: ["r.yaml"])
                #expect(result.changed.map { String(decoding: $0.bytes, as: UTF8.self) } == [fixed])
            }
        }
    }

    @Test func pintNamesLeadToChecks() {
        for (pint, names) in PintChecks.table {
            for name in names { #expect(Checks.names.contains(name), "\(pint): \(name)") }
        }
    }

    private static let run: LintRun = {
        var settings = LintSettings()
        settings.today = "2026-11-22"
        settings.selection.enabled = []
        return LintRun(settings: settings)
    }()

    private static func report(on text: String) -> LintReport {
        run.report(on: Project(files: [ManifestReader().read(path: "r.yaml", source: SourceText(text))]))
    }
}
