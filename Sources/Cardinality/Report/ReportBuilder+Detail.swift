import TSDB

/// One metric in depth.
extension ReportBuilder {
    private static let sampleCount = 8

    func metricDetail(_ metrics: [MetricRow], _ symbols: ReportSymbols) -> MetricDetail? {
        guard let name = options.metricInDepth, let row = metrics.first(where: { $0.name == name }) else { return nil }
        let deep = tables.read { $0.deepLabels }
        return MetricDetail(
            metric: row,
            labels: row.labels.compactMap { label in
                deep.first { symbols.name($0.name) == label.name }.map { detail(label, $0, symbols) }
            })
    }

    private func detail(
        _ row: MetricLabelRow, _ deep: SharedTables.DeepLabel, _ symbols: ReportSymbols
    ) -> MetricLabelDetail {
        var census = ShapeCensus()
        for value in deep.values {
            symbols.space.withSymbol(value) { census.add(value, $0, shape: ValueShape(of: $0)) }
        }
        let inOrder = deep.values.indices.map { (index: $0, text: symbols.name(deep.values[$0])) }
            .sorted { $0.text < $1.text }
        let rows = inOrder.map { entry in
            LabelValueRow(
                value: deep.values[entry.index],
                counts: deep.tallies[entry.index].counts(knowingActivity: context.clock != nil))
        }
        let step = max(1, rows.count / Self.sampleCount)
        return MetricLabelDetail(
            row: row, series: deep.tallies.reduce(0) { $0 + Int($1.series) }, valueBytes: census.bytes,
            values: rows.enumerated().sorted {
                ($1.element.counts.series, $0.offset) < ($0.element.counts.series, $1.offset)
            }.map(\.element),
            samples: stride(from: 0, to: rows.count, by: step).prefix(Self.sampleCount).map { rows[$0].value },
            shapes: census.shares)
    }
}
