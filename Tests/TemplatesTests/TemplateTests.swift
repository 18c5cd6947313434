import Templates
import Testing

@Suite struct TemplateTests {
    private let text = "é {{ if $x := .a.b -}}  y{{ else if 1 }}{{ else }}{{ template \"t\" $labels }}{{ end }}"

    private func slice(_ range: Range<Int>) -> String { String(decoding: Array(text.utf8)[range], as: UTF8.self) }

    @Test func nodesKnowTheirBytes() throws {
        let body = try Template(parsing: text).body
        #expect(body.map { slice($0.range) } == ["é ", String(text.dropFirst(2))])
        guard case .branch(let branch) = body.last?.kind else {
            Issue.record("no branch")
            return
        }
        #expect(branch.keyword == .if && branch.arms.count == 2)
        #expect(branch.arms.map { slice($0.pipeline.range) } == ["$x := .a.b", "1"])
        #expect(branch.arms[0].pipeline.variables.map { slice($0.range) } == ["$x"])
        #expect(branch.arms[0].body.map { slice($0.range) } == ["y"])
        let operand = try #require(branch.arms[0].pipeline.commands.first?.operands.first)
        #expect(operand.fields.map { slice($0.range) } == ["a", "b"])
        #expect(slice(operand.range) == ".a.b")
        #expect(branch.otherwise?.map { slice($0.range) } == ["{{ template \"t\" $labels }}"])
    }

    @Test(arguments: [
        ("", true), ("a } b { c", true), ("a{{/* b */}}c", true), ("{{ 1 }}", false),
        ("{{define \"a\"}}{{end}}", false),
    ])
    func knowsWhatIsConstant(text: String, isConstant: Bool) throws {
        #expect(try Template(parsing: text).isConstant == isConstant)
    }

    @Test func blankDefinitionsGiveWay() throws {
        let template = try Template(parsing: "{{define \"a\"}} {{end}}{{block \"a\" .}}x{{end}}{{define \"a\"}}{{end}}")
        #expect(template.definitions.keys.sorted() == ["a"])
        #expect(template.definitions["a"]?.body.count == 1)
        #expect(template.definitions["a"]?.name.range.lowerBound == 30)
    }

    @Test func functionsAreThoseOfPrometheus() {
        #expect(TemplateFunction.prometheus.count == 29)
        #expect(TemplateFunction.builtin.count == 19)
        #expect(TemplateFunction.names.count == 48)
    }
}
