package import PromQL
package import TSDB

/// Counts the series of one or several sources.
package enum Analysis {
    /// Throws when nothing could be counted: no source could be used, or the memory allowed does not suffice. What one
    /// damaged file costs stands in the report's diagnostics.
    package static func run(_ options: AnalysisOptions) throws(Diagnostic) -> CardinalityReport {
        try run(options, budget: MemoryBudget(limit: options.maxMemory))
    }

    /// With a budget that other things share, rather than one of `options.maxMemory`.
    package static func run(_ options: AnalysisOptions, budget: MemoryBudget) throws(Diagnostic) -> CardinalityReport {
        try run(options, budget: budget) { _ in [] }.whole
    }

    /// Counts, and then counts each part of the whole that `parts` names once the whole is known: the series that all of
    /// its matchers accept. The sources are opened once.
    package static func run(
        _ options: AnalysisOptions, parts: (CardinalityReport) -> [[Matcher]]
    ) throws(Diagnostic) -> (whole: CardinalityReport, parts: [CardinalityReport]) {
        try run(options, budget: MemoryBudget(limit: options.maxMemory), parts: parts)
    }

    private static func run(
        _ options: AnalysisOptions, budget: MemoryBudget, parts: (CardinalityReport) -> [[Matcher]]
    ) throws(Diagnostic) -> (whole: CardinalityReport, parts: [CardinalityReport]) {
        var sources = try SourceSet(opening: options, budget: budget)
        while true {
            let window = sources.window(options)
            var context = try sources.context(options, budget: budget)
            do throws(PartFailure) {
                let (tables, whole) = try count(sources, context, options, window)
                guard sources.settle(tables, countedIn: window, options) else { continue }
                var report = whole(sources.window(options))
                sources.describe(&report, options)
                if let targets = options.targets {
                    if let refusal = report.refusal(toProjectTo: targets) { throw PartFailure.refused(refusal) }
                    report.project(to: targets)
                }
                context.clock = sources.window(options).map { ActivityClock(window: $0) }
                let details = try parts(report).map { matchers throws(PartFailure) in
                    try part(matchers, sources, context, options)
                }
                // Labels are read up to here.
                if let (index, damage) = sources.firstDamage { throw PartFailure.part(index, damage) }
                return (report, details)
            } catch {
                switch error {
                case .refused(let diagnostic): throw diagnostic
                case .part(let index, let diagnostic): sources.remove(index, because: diagnostic)
                }
            }
        }
    }

    /// The tables of a count, and the report once the window is settled.
    private static func count(
        _ sources: SourceSet, _ context: CountingContext, _ options: AnalysisOptions, _ window: Window?
    ) throws(PartFailure) -> (SharedTables, report: (Window?) -> CardinalityReport) {
        let run = CountingRun(
            context: context, work: sources.work(in: context.symbols), threads: options.threads,
            progress: options.progress)
        let tables = try run.count()
        try tables.requireRows(pairs: options.pairLimit)
        let metadata = sources.metadata(in: context.symbols)
        return (
            tables,
            { window in
                ReportBuilder(context: context, tables: tables, options: options, window: window, metadata: metadata)
                    .report()
            }
        )
    }

    private static func part(
        _ matchers: [Matcher], _ sources: SourceSet, _ context: CountingContext, _ options: AnalysisOptions
    ) throws(PartFailure) -> CardinalityReport {
        var options = options
        (options.groupBy, options.breakdowns, options.metricInDepth, options.pairLimit) = ([], [], nil, 0)
        var context = context
        (context.breakdowns, context.metricInDepth) = ([], nil)
        let wanted = SeriesBreakdown(matchers: matchers)
        let strings = wanted.strings
        let numbers = Dictionary(
            zip(strings, context.symbols.numbers(of: strings)), uniquingKeysWith: { first, _ in first })
        context.filter = NumberedBreakdown(wanted) { numbers[$0] ?? nil }.matchers
        var report = try count(sources, context, options, nil).report(sources.window(options))
        if let targets = options.targets { report.project(to: targets) }
        return report
    }
}
