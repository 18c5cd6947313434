import ArgumentParser
import Glibc
import Manifests
import PromQL

/// `cardscan promql fmt`
struct PromQLFormatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt",
        abstract: "Lay out expressions; comments stay.",
        usage: "cardscan promql fmt [<options>] [<expr> ...]",
        discussion: """
            Without EXPR, standard input is one expression. What is longer than a line is
            split as Prometheus itself does it.

            EXAMPLES:
              cardscan promql fmt 'sum(rate(http_requests_total[5m]))by(job)'
              cardscan promql fmt --check < expression.promql

            EXIT STATUS: 0 done, 1 an error, or with --check not laid out, 2 wrong usage
            """)

    @Argument(help: ArgumentHelp("Expressions, each in quotes; -- before one that begins with -.", valueName: "expr"))
    var expressions: [String] = []

    @Flag(help: "Write nothing, and end with status 1 if an expression is not laid out.")
    var check = false

    @OptionGroup(title: "Which PromQL") var language: LanguageArguments

    func run() throws {
        let texts = expressions.isEmpty ? [try StandardInputText.read()] : expressions
        let language = language.language()
        var status = ExitStatus.success
        var results: [String] = []
        for (index, text) in texts.enumerated() {
            let place = texts.count > 1 ? "expression \(index + 1): " : ""
            do throws(PromQLError) {
                let formatted = try Formatter.format(text, as: language)
                results.append(formatted)
                guard check, text != formatted, text != formatted + "\n" else { continue }
                StandardError.note("\(place)is not laid out; cardscan promql fmt writes it anew")
                status = .findings
            } catch {
                let report = ExpressionFault(error, in: text, language)
                StandardError.error(report.text(place).joined(separator: "\n"))
                status = .findings
            }
        }
        if !check {
            try OutputArguments.write { $0.write(results.map { $0 + "\n" }.joined(separator: "\n")) }
        }
        if status != .success { throw status }
    }
}

/// Standard input as one text.
enum StandardInputText {
    static func read() throws -> String {
        if Terminal.isTerminal(STDIN_FILENO) {
            throw ValidationError("give an expression in quotes, or send one to standard input")
        }
        var reader = LineReader()
        guard let bytes = reader.rest() else {
            StandardError.error("standard input: is longer than \(Figures.bytes(LineReader.limit)), which no query is")
            throw ExitStatus.failure
        }
        if let failure = reader.failure {
            StandardError.error("standard input: cannot be read: \(failure)")
            throw ExitStatus.failure
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            StandardError.error("standard input: is not UTF-8, which PromQL has to be")
            throw ExitStatus.failure
        }
        return text
    }
}
