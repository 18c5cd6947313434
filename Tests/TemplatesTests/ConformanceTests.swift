import Templates
import Testing

@Suite struct ConformanceTests {
    @Test func everyLineIsRead() {
        #expect(TemplateVerdict.all.count == 600)
        #expect(TemplateVerdict.all.contains { $0.parseOk } && TemplateVerdict.all.contains { !$0.parseOk })
    }

    /// The verdict, and where it is a refusal Go's words and line, for all lines.
    @Test func judgesAsPrometheusDoes() {
        for verdict in TemplateVerdict.all {
            do throws(TemplateError) {
                let template = try Template(parsing: verdict.input)
                #expect(verdict.parseOk, "\(verdict.id) must be refused: \(verdict.input)")
                #expect(template.isConstant == !hasAction(verdict.input), "\(verdict.id)")
            } catch {
                #expect(!verdict.parseOk, "\(verdict.id) must be accepted: \(error) in \(verdict.input)")
                #expect(error.prometheusText(alert: "X") == verdict.parseError, "\(verdict.id) \(verdict.input)")
                #expect(error.range.upperBound <= verdict.input.utf8.count, "\(verdict.id)")
            }
        }
    }

    /// What expands to itself is told to be constant, and nothing which expands to something else.
    @Test func constantsExpandToThemselves() throws {
        for verdict in TemplateVerdict.all where verdict.expandOk == true {
            let template = try Template(parsing: verdict.input)
            guard template.isConstant, !verdict.input.contains("{{") else { continue }
            #expect(verdict.expanded == verdict.input, "\(verdict.id)")
        }
    }

    private func hasAction(_ text: String) -> Bool {
        text.ranges(of: "{{").contains { brace in
            let rest = text[brace.upperBound...]
            return !rest.hasPrefix("/*") && !rest.hasPrefix("- /*")
        }
    }
}
