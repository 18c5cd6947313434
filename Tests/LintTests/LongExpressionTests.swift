import Lint
import Manifests
import Testing
import YAML

/// Expressions that nobody writes, and that must not stall a pre-commit hook.
struct LongExpressionTests {
    @Test(
        "Long chains of operators are checked in bounded time", .timeLimit(.minutes(1)),
        arguments: ["+", "or", "and", ">", "- on (job) group_left (pod)", "unless ignoring (job)"])
    func chains(_ symbol: String) {
        let operands = (0..<500).map { "errors\($0)_total{job=\"a\(symbol == "or" ? "" : "b")\"}" }
        let text = """
            groups:
              - name: example
                rules:
                  - alert: Long
                    expr: '\(operands.joined(separator: " \(symbol) "))'

            """
        let file = ManifestReader().read(path: "rules.yaml", source: SourceText(Array(text.utf8)))
        let project = Project(files: [file])
        #expect(project.rules.first?.rule.parsed != nil)
        let findings = Linter(settings: LintSettings()).findings(in: project)
        #expect(findings.allSatisfy { $0.range.upperBound <= text.utf8.count })
    }
}
