import Budgets
import Cardinality
import Glibc
import TSDB

/// What budgets are compared with: an earlier report, or another source.
enum BaselineFigures {
    static func read(
        _ path: String, _ questions: BudgetQuestions, _ options: AnalysisOptions, isWhole: Bool, quiet: Bool
    ) throws -> BudgetFigures {
        if isReport(path) {
            let source = try BudgetArguments.source(of: path, limit: BudgetBaseline.longest)
            do throws(BudgetFault) {
                return try BudgetBaseline.read(source)
            } catch {
                BudgetArguments.report(error, in: source, path)
                throw ExitStatus.failure
            }
        }
        var options = options
        options.sources = [path]
        let report = try SourceArguments.watched(options, quiet: quiet) { options throws(Diagnostic) in
            try Analysis.run(options)
        }
        StandardError.report(report.diagnostics, withoutWarnings: quiet)
        // Half a baseline would make growth of what was merely not read.
        if report.diagnostics.contains(where: { $0.severity == .error }) { throw ExitStatus.failure }
        return questions.figures(report, isWhole: isWhole)
    }

    /// Whether it is a file that begins as a JSON object does.
    private static func isReport(_ path: String) -> Bool {
        // A pipe can be read once only, and closing it ends its writer.
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return false }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count > 0 else { return false }
        // A brace alone may begin an exposition too.
        let text = String(decoding: bytes[..<count], as: UTF8.self).filter { !$0.isWhitespace }
        return text.hasPrefix("{\"schema_version\"")
    }
}
