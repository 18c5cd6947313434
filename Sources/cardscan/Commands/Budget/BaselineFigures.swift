import Budgets
import Cardinality
import TSDB

/// What budgets are compared with: an earlier report, or another source.
enum BaselineFigures {
    static func read(
        _ path: String, _ questions: BudgetQuestions, _ options: AnalysisOptions, isWhole: Bool, quiet: Bool
    ) throws -> BudgetFigures {
        if ReportFile.isReport(path) {
            let source = try InputText.read(path, limit: BudgetBaseline.longest)
            do throws(BudgetFault) {
                return try BudgetBaseline.read(source)
            } catch {
                InputText.report(error.message, at: error.range.lowerBound, in: source, path)
                throw ExitStatus.failure
            }
        }
        var options = options
        options.sources = [path]
        let report = try Watched.run(options, quiet: quiet) { options throws(Diagnostic) in
            try Analysis.run(options)
        }
        StandardError.report(report.diagnostics, withoutWarnings: quiet)
        // Half a baseline would make growth of what was merely not read.
        if report.diagnostics.contains(where: { $0.severity == .error }) { throw ExitStatus.failure }
        return questions.figures(report, isWhole: isWhole)
    }
}
