import Testing

@testable import PromQL

@Suite struct FormatterTests {
    /// Formatting may change nothing but the layout, and formatting again changes nothing at all.
    @Test func keepsWhatAnExpressionSays() throws {
        for line in ConformanceLine.accepted {
            guard let before = try? Expression(parsing: line.input, as: .everything) else { continue }
            let formatted = try Formatter.format(line.input, as: .everything)
            let after = try? Expression(parsing: formatted, as: .everything)
            #expect(
                after?.sExpression(withPositions: false, sortingMatchers: true)
                    == before.sExpression(withPositions: false, sortingMatchers: true), "\(line.id) \(formatted)")
            let again = try Formatter.format(formatted, as: .everything)
            #expect(again == formatted, "\(line.id) \(line.input)")
            #expect(comments(in: formatted) == comments(in: line.input), "\(line.id) \(formatted)")
        }
    }

    private func comments(in text: String) -> [String] {
        var parser = Parser(text, language: .everything)
        _ = try? parser.parseWhole()
        return parser.comments.map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
    }

    @Test func splitsWhatIsTooLong() throws {
        let text = """
            sum(rate(http_requests_total{job="api-server",code=~"5.."}[5m])) by (namespace) / \
            ignoring(code) sum(rate(http_requests_total{job="api-server"}[5m])) by (namespace) > 0.01
            """
        #expect(
            try Formatter.format(text) == """
                    sum by (namespace) (rate(http_requests_total{code=~"5..",job="api-server"}[5m]))
                  / ignoring (code)
                    sum by (namespace) (rate(http_requests_total{job="api-server"}[5m]))
                >
                  0.01
                """)
    }

    @Test func keepsChainsEquallyDeep() throws {
        let names = ["first", "second", "third"].map { $0 + "_metric_of_some_length_that_fills_the_line" }
        #expect(
            try Formatter.format(names.joined(separator: " or ")) == """
                  first_metric_of_some_length_that_fills_the_line
                or
                  second_metric_of_some_length_that_fills_the_line
                or
                  third_metric_of_some_length_that_fills_the_line
                """)
    }

    @Test func keepsComments() throws {
        let text = """
            # Errors of the last minutes
            sum(rate(errors_total[5m])) # all of them
              / # by
            # everything that was asked
            sum(rate(requests_total{ # with or without a code
              job="api"}[5m]))
            # the end
            """
        #expect(
            try Formatter.format(text) == """
                # Errors of the last minutes
                  sum(rate(errors_total[5m])) # all of them
                / # by
                  # everything that was asked
                  sum(
                    rate(
                      # with or without a code
                      requests_total{job="api"}[5m]
                    )
                  )
                # the end
                """)
    }

    @Test(arguments: [
        "nano offset (step()) @ start() ^ x", "Inf ^ NaN", "-(-1)", "- -x", "x[5m:] offset (1h + 2m) @ end()",
    ])
    func isFaithfulWhereTheCanonicalFormIsNot(text: String) throws {
        let before = try Expression(parsing: text, as: .everything)
        let after = try Expression(parsing: Formatter.format(text), as: .everything)
        #expect(after.sExpression(withPositions: false) == before.sExpression(withPositions: false))
    }
}
