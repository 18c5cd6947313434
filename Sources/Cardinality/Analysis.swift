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
    ///
    /// - Parameter largest: So many metrics of each part are enough, those with most of its series: then everything is
    ///   read once more to find them for all parts, and of each part they alone. Nil counts all metrics of each.
    package static func run(
        _ options: AnalysisOptions, largest: Int? = nil, parts: (CardinalityReport) -> [[Matcher]]
    ) throws(Diagnostic) -> (whole: CardinalityReport, parts: [CardinalityReport]) {
        try run(options, budget: MemoryBudget(limit: options.maxMemory), largest: largest, parts: parts)
    }

    private static func run(
        _ options: AnalysisOptions, budget: MemoryBudget, largest: Int? = nil,
        parts: (CardinalityReport) -> [[Matcher]]
    ) throws(Diagnostic) -> (whole: CardinalityReport, parts: [CardinalityReport]) {
        var sources = try SourceSet(opening: options, budget: budget)
        while true {
            let window = sources.window(options)
            var context = try sources.context(options, budget: budget)
            do throws(PartFailure) {
                let work = sources.work(in: context.symbols)
                let (tables, whole) = try count(work, sources, context, options, window)
                guard sources.settle(tables, countedIn: window, options) else { continue }
                var report = whole(sources.window(options))
                sources.describe(&report, options)
                if let targets = options.targets {
                    if let refusal = report.refusal(toProjectTo: targets) { throw PartFailure.refused(refusal) }
                    report.project(to: targets)
                }
                context.clock = sources.window(options).map { ActivityClock(window: $0) }
                let wanted = context.numbered(parts(report))
                let shares = try shares(of: wanted, largest, work, context, options)
                var details: [CardinalityReport] = []
                for (matchers, work) in zip(wanted, shares) {
                    details.append(try part(matchers, work, sources, context, options))
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
        _ work: [MetricWork], _ sources: SourceSet, _ context: CountingContext, _ options: AnalysisOptions,
        _ window: Window?
    ) throws(PartFailure) -> (SharedTables, report: (Window?) -> CardinalityReport) {
        let tables = try tables(work, context, options)
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

    private static func tables(
        _ work: [MetricWork], _ context: CountingContext, _ options: AnalysisOptions
    ) throws(PartFailure) -> SharedTables {
        try CountingRun(context: context, work: work, threads: options.threads, progress: options.progress).count()
    }

    // MARK: Parts of the whole

    /// What has to be read to count each part. To read everything for each of twenty parts takes twenty times as long as
    /// to count the whole; so their metrics are counted in one pass, and those that are not asked for left out.
    private static func shares(
        of parts: [[NumberedMatcher]], _ largest: Int?, _ work: [MetricWork], _ context: CountingContext,
        _ options: AnalysisOptions
    ) throws(PartFailure) -> [[MetricWork]] {
        guard let largest, parts.count > 1, let nameSymbol = context.nameSymbol else { return parts.map { _ in work } }
        var context = context
        context.metricInDepth = nil
        context.breakdowns = parts.map { NumberedBreakdown(matchers: $0, names: [nameSymbol]) }
        let groups = try tables(work, context, options).read { state in
            state.groups.map { groups in groups.map { (name: $0.key[0], series: $0.value.tally.series) } }
        }
        return groups.map { metrics in
            // Of metrics that have as many series all are counted: which comes first, their names will tell.
            let enough = metrics.map(\.series).sorted(by: >).prefix(largest).last ?? 0
            let names = Set(metrics.filter { $0.series >= enough }.map(\.name))
            return work.filter { names.contains($0.name) }
        }
    }

    private static func part(
        _ matchers: [NumberedMatcher], _ work: [MetricWork], _ sources: SourceSet, _ context: CountingContext,
        _ options: AnalysisOptions
    ) throws(PartFailure) -> CardinalityReport {
        var options = options
        (options.groupBy, options.breakdowns, options.metricInDepth, options.pairLimit) = ([], [], nil, 0)
        var context = context
        (context.breakdowns, context.metricInDepth, context.filter) = ([], nil, matchers)
        var report = try count(work, sources, context, options, nil).report(sources.window(options))
        if let targets = options.targets { report.project(to: targets) }
        return report
    }
}

extension CountingContext {
    /// The matchers of parts in the numbers of the symbols, which are walked once for all of them.
    fileprivate func numbered(_ parts: [[Matcher]]) -> [[NumberedMatcher]] {
        if parts.isEmpty { return [] }
        let wanted = parts.map { SeriesBreakdown(matchers: $0) }
        let strings = wanted.flatMap(\.strings)
        let numbers = Dictionary(zip(strings, symbols.numbers(of: strings)), uniquingKeysWith: { first, _ in first })
        return wanted.map { NumberedBreakdown($0) { numbers[$0] ?? nil }.matchers }
    }
}
