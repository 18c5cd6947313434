/// Series that a `SeriesCollector` collected, in memory.
package final class CollectedSeries: SeriesPart {
    package let summary: PartSummary
    package let metrics: [MetricExtent]
    package let metadata: [UInt32: MetricMetadata]

    private let series: HeadSeries
    private let hasTimes: Bool
    /// Rows of the selected series by metric.
    private let order: Column<UInt32>
    /// Where in `order` each metric starts, and one more.
    private let metricStarts: [Int]
    private let memory: MemoryReservation

    init(
        _ summary: PartSummary, _ grouping: MetricGrouping, _ series: consuming HeadSeries,
        _ order: consuming Column<UInt32>, hasTimes: Bool, _ metadata: [UInt32: MetricMetadata],
        _ memory: MemoryReservation
    ) {
        self.summary = summary
        self.metadata = metadata
        self.series = series
        self.hasTimes = hasTimes
        self.order = order
        self.memory = memory
        metrics = grouping.metrics
        metricStarts = grouping.starts
    }

    package var symbolCount: Int { series.symbols.count }

    package func withSymbol<Result>(_ reference: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(series.symbols.bytes(reference))
    }

    package func forEachSymbol(_ body: (UInt32, UnsafeRawBufferPointer) -> Void) {
        for symbol in 0..<UInt32(series.symbols.count) { body(symbol, series.symbols.bytes(symbol)) }
    }

    package func read(
        metric: Int, from position: inout SeriesPosition, into batch: inout SeriesBatch
    ) throws(Diagnostic) -> Bool {
        let rows = metricStarts[metric]..<metricStarts[metric + 1]
        return series.view.append(order, rows.dropFirst(position.offset), to: &batch, advancing: &position) {
            hasTimes ? series.times[$1] : HeadSeries.Times()
        }
    }
}
