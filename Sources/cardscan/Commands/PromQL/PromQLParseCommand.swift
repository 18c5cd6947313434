import ArgumentParser
import PromQL

/// `cardscan promql parse`
struct PromQLParseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse",
        abstract: "Show the type, selectors and tree of expressions, or what is wrong.",
        usage: "cardscan promql parse [<options>] [<expr> ...]",
        discussion: """
            Without EXPR it answers requests on standard input, one JSON object a line:
              {"expr": "up"}
              {"ok": true, "canonical": "up", "type": "vector", "selectors": [...], ...}
            With --format text, standard input is one expression.

            EXAMPLES:
              cardscan promql parse 'sum by (job) (rate(http_requests_total[5m]))'
              cardscan promql parse --prometheus-version 2.54 < requests.jsonl

            EXIT STATUS: 0 all can be parsed, 1 one has an error, 2 wrong usage or a
            faulty request
            """)

    enum Format: String, Choice {
        case text, json, jsonl
    }

    @Argument(help: ArgumentHelp("Expressions, each in quotes; -- before one that begins with -.", valueName: "expr"))
    var expressions: [String] = []

    @Option(
        name: .shortAndLong,
        help: .choice(Format.self, " (default: text; for requests json)", valueName: "format"),
        completion: Format.completion, transform: Format.init(parsing:))
    var format: Format?

    @OptionGroup(title: "Which PromQL") var language: LanguageArguments

    func run() throws {
        let isText = format.map { $0 == .text } ?? !expressions.isEmpty
        if isText { return try writeText(of: expressions.isEmpty ? [try StandardInputText.read()] : expressions) }
        if expressions.isEmpty { return try ParseRequests(language: language.language()).answer() }
        var answers = ParseAnswers(language: language.language())
        for text in expressions { answers.answer(text) }
        try answers.lines.finish()
    }

    private func writeText(of texts: [String]) throws {
        let language = language.language()
        var status = ExitStatus.success
        try OutputArguments.write { out in
            for (index, text) in texts.enumerated() {
                if index > 0 { out.write("\n") }
                let lines: [String]
                do throws(PromQLError) {
                    lines = ExpressionText.lines(of: try Expression(parsing: text, as: language))
                } catch {
                    lines = ExpressionFault(error, in: text, language).text("error: ")
                    status = .findings
                }
                for line in lines { out.write(line + "\n") }
            }
        }
        if status != .success { throw status }
    }
}
