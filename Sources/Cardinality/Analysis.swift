package import TSDB

/// Counts the series of one or several sources.
package enum Analysis {
    /// Throws when nothing could be counted: no source could be used, or the memory allowed does not suffice. What one
    /// damaged file costs stands in the report's diagnostics.
    package static func run(_ options: AnalysisOptions) throws(Diagnostic) -> CardinalityReport {
        try run(options, budget: MemoryBudget(limit: options.maxMemory))
    }

    static func run(_ options: AnalysisOptions, budget: MemoryBudget) throws(Diagnostic) -> CardinalityReport {
        var sources = try SourceSet(opening: options, budget: budget)
        while true {
            let window = sources.window(options)
            let context = try sources.context(options, budget: budget)
            let run = CountingRun(
                context: context, work: sources.work(in: context.symbols), threads: options.threads,
                progress: options.progress)
            do throws(PartFailure) {
                let tables = try run.count()
                guard sources.settle(tables, countedIn: window, options) else { continue }
                try tables.requireRows(pairs: options.pairLimit)
                let builder = ReportBuilder(
                    context: context, tables: tables, options: options, window: sources.window(options),
                    metadata: sources.metadata(in: context.symbols))
                var report = builder.report()
                // Labels are read up to here.
                if let (index, damage) = sources.firstDamage { throw PartFailure.part(index, damage) }
                sources.describe(&report, options)
                return report
            } catch {
                switch error {
                case .refused(let diagnostic): throw diagnostic
                case .part(let index, let diagnostic): sources.remove(index, because: diagnostic)
                }
            }
        }
    }
}
