package import TSDB

/// The distinct series of sources, metric by metric, for those who want their labels rather than their number.
package enum DistinctSeries {
    /// The strings that series refer to by number.
    package struct Strings: Sendable {
        let symbols: SymbolSpace
        package var count: Int { symbols.count }
        /// Number of `__name__`; nil when no series has a name.
        package let metricName: UInt32?
        /// First and last sample of what is selected, as far as the sources' summaries tell; nil when no times are known.
        package let window: Window?
        /// Numbers of names of labels that whole parts have beside their series' own, such as Thanos' external labels.
        package let externalNames: Set<UInt32>

        package func with(_ number: UInt32, _ body: (UnsafeRawBufferPointer) -> Void) {
            symbols.withSymbol(number, body)
        }

        package func forEach(_ body: (UInt32, UnsafeRawBufferPointer) -> Void) { symbols.forEachSymbol(body) }
    }

    /// The distinct series of one metric.
    package struct Rows: ~Copyable {
        /// Number of the metric's name; nil for series without one.
        package let metric: UInt32?
        package let count: Int
        private let name: UInt32?
        private let columns: [Column]
        /// Owns the columns' cells.
        private let table: MetricTable

        fileprivate init(_ metric: MetricWork, name: UInt32?, table: consuming MetricTable, columns: [Column]) {
            self.metric = metric.name == MetricExtent.noName ? nil : metric.name
            self.name = name
            self.columns = columns
            count = table.rows
            self.table = table
        }

        /// Replaces `pairs` by the series' labels, interleaved (name, value), the metric's name first.
        @inline(__always)
        package func read(_ row: Int, into pairs: inout [UInt32]) {
            pairs.removeAll(keepingCapacity: true)
            if let metric, let name {
                pairs.append(name)
                pairs.append(metric)
            }
            for column in columns {
                let value = column.value(row: row)
                if value == LabelHash.absent { continue }
                pairs.append(column.name)
                pairs.append(value)
            }
        }

        /// Names of the labels that at least one series may have, and the value of one in a row; nil where it lacks it.
        package var labelNames: [UInt32] { columns.map(\.name) }

        @inline(__always)
        package func value(_ label: Int, of row: Int) -> UInt32? {
            let value = columns[label].value(row: row)
            return value == LabelHash.absent ? nil : value
        }

        /// Times of the first and last sample in milliseconds, `SeriesBatch.noTime` where they are not known.
        package func times(of row: Int) -> (first: Int64, last: Int64) {
            (table.firstTimes[row], table.lastTimes[row])
        }
    }

    /// Hands on every metric's series, and returns what the reader should know of the sources.
    ///
    /// A part may turn out to be damaged when series of it were already handed on. Then `start` is called again, and
    /// all is read anew without that part: what came before is to be forgotten.
    ///
    /// What the two keep in memory counts against the same `budget` as what is read here.
    package static func read(
        _ options: AnalysisOptions, budget: MemoryBudget, start: (Strings) throws(Diagnostic) -> Void,
        metric: (borrowing Rows) throws(Diagnostic) -> Void
    ) throws(Diagnostic) -> [Diagnostic] {
        var sources = try SourceSet(opening: options, budget: budget)
        while true {
            do throws(PartFailure) {
                try read(sources, options, budget, start, metric)
                if let (index, damage) = sources.firstDamage { throw .part(index, damage) }
                return sources.allDiagnostics
            } catch {
                switch error {
                case .refused(let diagnostic): throw diagnostic
                case .part(let index, let diagnostic): sources.remove(index, because: diagnostic)
                }
            }
        }
    }

    private static func read(
        _ sources: SourceSet, _ options: AnalysisOptions, _ budget: MemoryBudget,
        _ start: (Strings) throws(Diagnostic) -> Void, _ handOn: (borrowing Rows) throws(Diagnostic) -> Void
    ) throws(PartFailure) {
        let context: CountingContext
        do { context = try sources.context(options, budget: budget) } catch { throw .refused(error) }
        let external = context.scopes.flatMap { $0.externalPairs.map(\.name) }
        let strings = Strings(
            symbols: context.symbols, metricName: context.nameSymbol, window: sources.window(options),
            externalNames: Set(external))
        do { try start(strings) } catch { throw .refused(error) }
        var reader = MetricReader(context)
        let work = sources.work(in: context.symbols)
        let total = work.reduce(0) { $0 + $1.series }
        var done = 0
        for metric in work {
            guard var table = try reader.table(of: metric, .all) else {
                let needed =
                    budget.limit - budget.available
                    + MetricTable.memory(rows: metric.series, isDistinct: context.isDistinct(metric)) * 3
                throw .refused(
                    MemoryBudget.refusal(
                        needed: needed, limit: budget.limit, for: "holding a metric of \(metric.series) series",
                        file: ""))
            }
            let columns = table.finishedColumns()
            let rows = Rows(metric, name: context.nameSymbol, table: table, columns: columns)
            do { try handOn(rows) } catch { throw .refused(error) }
            done += metric.series
            options.progress?(AnalysisProgress(stage: "relabelling", done: done, total: total, unit: "series"))
        }
    }
}
