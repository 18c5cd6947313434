import TSDB

/// Makes the report from what was counted.
struct ReportBuilder {
    let context: CountingContext
    let tables: SharedTables
    let options: AnalysisOptions
    let window: Window?
    /// What targets said of their metrics, by the symbol of the name.
    let metadata: [UInt32: MetricMetadata]

    private var knowsActivity: Bool { context.clock != nil }

    func report() -> CardinalityReport {
        let metrics = tables.read { $0.metrics }
        let (censuses, kept) = census(metrics)
        let symbols = ReportSymbols(
            space: context.symbols, redaction: options.redactionKey.map { Redaction(key: $0) }, kept: kept)
        var report = CardinalityReport(symbols: symbols)
        report.window = window
        if let grid = context.grid, let tally = tables.read({ $0.timeline }) {
            report.timeline = tally.timeline(on: grid)
        }
        report.groupedBy = options.groupBy
        report.metrics = metricRows(metrics, symbols)
        report.totals = totals(metrics, report.metrics)
        let labels = labelRows(metrics, censuses, symbols, total: report.totals.counts.series)
        report.labels = labels.map(\.row)
        report.totals.labelNames = report.labels.count
        report.totals.labelPairs = report.labels.reduce(0) { $0 + $1.values }
        report.labelPairs = pairRows(of: labels.map(\.name), symbols)
        var breakdowns = tables.read { $0.groups }.map { groupRows($0, symbols) }
        if !options.groupBy.isEmpty { report.groups = breakdowns.removeFirst() }
        report.breakdowns = breakdowns
        report.metricDetail = metricDetail(report.metrics, symbols)
        return report
    }

    // MARK: Metrics

    private func metricRows(_ metrics: [MetricCount], _ symbols: ReportSymbols) -> [MetricRow] {
        var rows = metrics.map { metric in
            let labels = metric.labels.filter { $0.values > 0 }.map { label in
                MetricLabelRow(
                    name: symbols.name(label.name), values: label.values, seriesWithout: label.seriesWithout,
                    determinedBy: label.determinedBy.map(symbols.name))
            }
            let known = metadata[metric.name]
            var row = MetricRow(
                name: metric.name == MetricExtent.noName ? "" : symbols.name(metric.name),
                type: MetricType(known?.kind ?? .unknown, isInferred: known == nil),
                counts: metric.tally.counts(knowingActivity: knowsActivity), indexBytes: metric.indexBytes,
                chunkBytes: metric.chunkBytes,
                labels: labels.sorted {
                    ($0.seriesWithout ?? 0, -$0.values, $0.name) < ($1.seriesWithout ?? 0, -$1.values, $1.name)
                })
            row.together = metric.together.map {
                JointCause(labels: $0.names.map(symbols.name), seriesWithout: $0.seriesWithout)
            }
            if let grid = context.grid { row.timeline = metric.timeline?.timeline(on: grid) }
            row.unit = known.flatMap { $0.unit.isEmpty ? nil : $0.unit }
            row.help = known.flatMap { $0.help.isEmpty ? nil : $0.help }
            return row
        }
        let inference = MetricTypeInference(
            labels: Dictionary(rows.map { ($0.name, Set($0.labels.map(\.name))) }, uniquingKeysWith: { $1 }))
        for index in rows.indices where rows[index].type.isInferred {
            rows[index].type.kind = inference.type(of: rows[index].name)
        }
        return rows.sorted { ($1.counts.series, $0.name) < ($0.counts.series, $1.name) }
    }

    private func totals(_ metrics: [MetricCount], _ rows: [MetricRow]) -> Totals {
        var totals = Totals()
        var tally = Tally()
        for metric in metrics {
            tally += metric.tally
            if metric.name == MetricExtent.noName { totals.seriesWithoutName += Int(metric.tally.series) }
        }
        totals.counts = tally.counts(knowingActivity: knowsActivity)
        totals.metrics = metrics.count { $0.name != MetricExtent.noName }
        totals.bucketSeries = rows.reduce(0) { sum, row in
            let isBuckets = row.name.hasSuffix("_bucket") && row.labels.contains { $0.name == "le" }
            return isBuckets ? sum + row.counts.series : sum
        }
        let inMemory = totals.counts.active ?? totals.counts.series
        totals.memory = MemoryEstimate(activeSeries: inMemory)
        totals.sizing = SizingGuide(activeSeries: inMemory)
        if let window, let new = totals.counts.new, window.hours > 0, totals.counts.series > 0 {
            totals.churnPerHour = Double(new) / window.hours / Double(totals.counts.series)
        }
        return totals
    }

    // MARK: Labels

    /// One pass over all strings: sizes and shapes of each label's values, and which values redaction keeps.
    private func census(_ metrics: [MetricCount]) -> ([UInt32: ShapeCensus], kept: Set<UInt32>) {
        let symbols = context.symbols
        let keptNames = Set(symbols.numbers(of: Redaction.keptLabels).compactMap { $0 })
        let isRedacted = options.redactionKey != nil
        return tables.read { state in
            var censuses: [UInt32: ShapeCensus] = [:]
            var kept: Set<UInt32> = []
            let shared = state.pairs.sharedNames()
            symbols.forEachSymbol { value, text in
                guard let owner = state.pairs.owner(of: value) else { return }
                let shape = ValueShape(of: text)
                censuses[owner, default: ShapeCensus()].add(value, text, shape: shape)
                let others = shared[value] ?? []
                for other in others { censuses[other, default: ShapeCensus()].add(value, text, shape: shape) }
                // A string that is also some other label's value is redacted wherever it stands.
                if isRedacted, keptNames.contains(owner), keptNames.isSuperset(of: others) { kept.insert(value) }
            }
            return (censuses, kept)
        }
    }

    /// The rows in their order, each with the symbol of its name: text that looks alike may be of different names.
    private func labelRows(
        _ metrics: [MetricCount], _ censuses: [UInt32: ShapeCensus], _ symbols: ReportSymbols, total: Int
    ) -> [(row: LabelRow, name: UInt32)] {
        let labels = tables.read { $0.labels }
        var rows = labels.compactMap { name, totals -> (row: LabelRow, name: UInt32)? in
            guard let census = censuses[name], totals.tally.series > 0 else { return nil }
            let row = LabelRow(
                name: symbols.name(name), values: census.values, valueBytes: census.bytes, metrics: totals.metrics,
                counts: totals.tally.counts(knowingActivity: knowsActivity), seriesWithout: total - totals.merged,
                shapes: census.shares)
            return (row, name)
        }
        if let nameSymbol = context.nameSymbol, let census = censuses[nameSymbol] {
            var tally = Tally()
            for metric in metrics where metric.name != MetricExtent.noName { tally += metric.tally }
            let row = LabelRow(
                name: "__name__", values: census.values, valueBytes: census.bytes, metrics: census.values,
                counts: tally.counts(knowingActivity: knowsActivity), seriesWithout: nil, shapes: [])
            rows.append((row, nameSymbol))
        }
        return rows.sorted { ($1.row.values, $0.row.name, $0.name) < ($0.row.values, $1.row.name, $1.name) }
    }

    private func pairRows(of labels: [UInt32], _ symbols: ReportSymbols) -> [LabelPairRow] {
        let indexOfName = Dictionary(
            labels.enumerated().map { ($0.element, UInt32($0.offset)) }, uniquingKeysWith: { first, _ in first })
        let knowsActivity = knowsActivity
        let limit = options.pairLimit
        return tables.read { state in
            var top = LargestPairs(limit: limit, symbols: symbols.space)
            state.pairs.forEach { name, value, tally in
                guard let label = indexOfName[name] else { return }
                top.add(LabelPairRow(label: label, value: value, tally: tally, knowsActivity: knowsActivity))
            }
            return top.sorted()
        }
    }

    // MARK: Groups

    private func groupRows(_ groups: [GroupKey: SharedTables.GroupTotals], _ symbols: ReportSymbols) -> [GroupRow] {
        let rows = groups.map { key, totals in
            GroupRow(
                values: key.map { $0 == LabelHash.absent ? nil : $0 },
                counts: totals.tally.counts(knowingActivity: knowsActivity),
                topMetric: totals.topMetric == MetricExtent.noName ? "" : symbols.name(totals.topMetric),
                topMetricSeries: Int(totals.topMetricSeries))
        }
        func words(_ row: GroupRow) -> [String] { row.values.map { $0.map(symbols.name) ?? "" } }
        return rows.sorted { a, b in
            a.counts.series != b.counts.series
                ? a.counts.series > b.counts.series : words(a).lexicographicallyPrecedes(words(b))
        }
    }
}

extension MetricMetadata {
    fileprivate var kind: MetricType.Kind { MetricType.Kind(rawValue: type.rawValue) ?? .unknown }
}
