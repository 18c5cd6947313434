/// What a recording rule writes: a name for the result of its expression, and labels of its own.
package struct RecordedMetric: Sendable {
    let name: String
    let labels: [(name: String, value: String)]
    let result: ExpressionResult

    package init(name: String, labels: [(name: String, value: String)], result: ExpressionResult) {
        self.name = name
        self.labels = labels
        self.result = result
    }
}

extension SeriesIndex {
    /// The index with what recording rules would write, as far as it has no series of that name itself, or with
    /// `replacing` in any case.
    ///
    /// Rules that read each other's results are evaluated one after the other, each over the index with the ones before.
    /// Series of a result that is only a bound may be missing, and so may they here: what is computed from them is a
    /// bound as well. Results whose series are not followed are left out, their names are returned.
    package func adding(
        _ recorded: [RecordedMetric], replacing: Bool = false
    ) -> (index: SeriesIndex, leftOut: [String]) {
        var symbols = symbols
        var added: [MetricSeries] = []
        var indexOfName: [String: Int] = [:]
        var leftOut: [String] = []
        for metric in recorded where replacing || !hasMetric(metric.name) {
            guard let series = metric.result.series else {
                leftOut.append(metric.name)
                continue
            }
            let table = RecordedTable(metric, series, nameLabel, times, &symbols)
            if let index = indexOfName[metric.name] {
                added[index] = RecordedTable.united(added[index], table.series)
            } else {
                indexOfName[metric.name] = added.count
                added.append(table.series)
            }
        }
        let names = Set(added.map(\.name))
        let index = SeriesIndex(
            metrics: metrics.filter { !names.contains($0.name) } + added, symbols: symbols, nameLabel: nameLabel,
            times: times, parts: parts,
            sourceNames: sourceNames, diagnostics: diagnostics, memory: memory)
        return (index, leftOut)
    }
}

/// The series that a recording rule writes, as a metric of an index.
private struct RecordedTable {
    private(set) var series: MetricSeries

    init(
        _ metric: RecordedMetric, _ set: SeriesSet, _ nameLabel: UInt32, _ times: Lifetime?,
        _ symbols: inout SymbolPool
    ) {
        let old = metric.result.symbols
        func number(_ symbol: UInt32) -> UInt32 { old.withBytes(symbol) { symbols.intern($0) } }
        series = MetricSeries(name: symbols.intern(metric.name))
        series.count = set.count
        let own = metric.labels.map { (name: symbols.intern($0.name), value: symbols.intern($0.value)) }
        for column in set.columns where column.name != nameLabel {
            let name = number(column.name)
            if own.contains(where: { $0.name == name }) { continue }
            var values: [UInt32] = []
            values.reserveCapacity(set.count)
            set.forEachRow { values.append(number(column[$0])) }
            series.columns.append(LabelColumn(name, .stored(values)))
        }
        for (name, value) in own where value != SymbolPool.empty {
            series.columns.append(LabelColumn(name, .stored([UInt32](repeating: value, count: set.count))))
        }
        // Whenever the rule is evaluated, or perhaps not at all.
        let always = Lifetime(first: .min + 1, last: .max)
        for _ in 0..<set.count { series.lifetimes.append(metric.result.labelsAreExact ? always : .unknown) }
        self = Self(distinct: series)
    }

    /// Rules that write the same series write it once.
    private init(distinct series: MetricSeries) {
        let set = SeriesSet(columns: series.columns, rows: .all(series.count), base: series.count)
        let groups = KeyGroups(set, KeyColumns(set, ignoring: []))
        guard groups.count < series.count else {
            self.series = series
            return
        }
        self.series = MetricSeries(name: series.name)
        self.series.count = groups.count
        self.series.columns = series.columns.map { column in
            LabelColumn(column.name, .stored(groups.rows.map { column[$0] }))
        }
        for row in groups.rows { self.series.lifetimes.append(series.lifetimes.main[Int(row)]) }
    }

    /// What several rules of one name write.
    static func united(_ one: MetricSeries, _ other: MetricSeries) -> MetricSeries {
        let sets = [one, other].map { SeriesSet(columns: $0.columns, rows: .all($0.count), base: $0.count) }
        let all = SeriesSet.concatenated(sets)
        var series = MetricSeries(name: one.name)
        series.columns = all.columns
        series.count = all.count
        for lifetime in one.lifetimes.main + other.lifetimes.main { series.lifetimes.append(lifetime) }
        return RecordedTable(distinct: series).series
    }
}
