import TSDB

@testable import Cardinality

/// What an analysis of damaged files may end in.
enum Outcome {
    case report(PlainReport, [Diagnostic])
    case failure(Diagnostic)

    /// Runs with little memory, so that a length that is taken for true shows as a refusal.
    init(_ sources: String..., change: (inout AnalysisOptions) -> Void = { _ in }) {
        var options = AnalysisOptions(sources: sources)
        options.maxMemory = MemoryBudget.overhead + 16 << 20
        change(&options)
        do throws(Diagnostic) {
            let report = try Analysis.run(options)
            self = .report(PlainReport(report), report.diagnostics)
        } catch {
            self = .failure(error)
        }
    }

    var errors: [Diagnostic] {
        switch self {
        case .report(_, let diagnostics): diagnostics.filter { $0.severity == .error }
        case .failure(let diagnostic): [diagnostic]
        }
    }

    var report: PlainReport? {
        guard case .report(let report, _) = self else { return nil }
        return report
    }
}
