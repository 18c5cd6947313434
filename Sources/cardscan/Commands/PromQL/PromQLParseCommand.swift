import ArgumentParser
import PromQL

/// `cardscan promql parse`
struct PromQLParseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse",
        abstract: "Show what expressions are: type, labels, selectors, tree; or what is wrong.",
        discussion: """
            Without EXPR it answers requests on standard input, one JSON object a line each:
              {"expr": "up"}
              {"ok": true, "canonical": "up", "type": "vector", "selectors": [...], "error": null}
            With --format text, standard input is one expression.

            EXAMPLES:
              cardscan promql parse 'sum by (job) (rate(http_requests_total[5m]))'
              cardscan promql parse --prometheus-version 2.54 < requests.jsonl

            EXIT STATUS:
              0  all can be parsed
              1  an expression has an error
              2  wrong usage, or a request that is no JSON object with an "expr"
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, jsonl
    }

    @Argument(help: ArgumentHelp("Expressions, each in quotes; -- before one that begins with -.", valueName: "expr"))
    var expressions: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "text, json or jsonl; the last two are one: an object a line. (default: text with EXPR, else json)",
            valueName: "format"))
    var format: Format?

    @OptionGroup(title: "Which PromQL") var language: LanguageArguments

    func run() throws {
        let isText = format.map { $0 == .text } ?? !expressions.isEmpty
        let status: ExitStatus
        if isText {
            status = writeText(of: expressions.isEmpty ? [try StandardInputText.read()] : expressions)
        } else if expressions.isEmpty {
            status = ParseRequests(language: language.language).answer()
        } else {
            var answers = ParseAnswers(language: language.language)
            for text in expressions { answers.answer(text) }
            status = answers.finish()
        }
        if status != .success { throw status }
    }

    private func writeText(of texts: [String]) -> ExitStatus {
        var out = ByteWriter(to: .standardOutput())
        var status = ExitStatus.success
        for (index, text) in texts.enumerated() {
            if index > 0 { out.write("\n") }
            let lines: [String]
            do throws(PromQLError) {
                lines = ExpressionText.lines(of: try Expression(parsing: text, as: language.language))
            } catch {
                lines = ExpressionFault(error, in: text, language.language).text("error: ")
                status = .findings
            }
            for line in lines { out.write(line + "\n") }
        }
        out.flush()
        return status
    }
}
