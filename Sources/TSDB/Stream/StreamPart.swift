/// Series of a stream as they were at one moment, counted as any other part while the stream goes on.
///
/// Labels are read where they stand in the table, whose columns never move; what changes, the times, was copied.
package final class StreamPart: SeriesPart {
    package let summary: PartSummary
    package let metrics: [MetricExtent]
    package let metadata: [UInt32: MetricMetadata]

    // Keeps the columns that the view points into, and keeps them as they are.
    private let stream: StreamSeries
    private let readers: StreamReaders
    private let extract: StreamExtract

    init(_ extract: StreamExtract, of stream: StreamSeries, path: String) {
        self.stream = stream
        self.extract = extract
        readers = extract.readers
        metrics = extract.metrics
        metadata = extract.metadata
        var summary = PartSummary(path: path, kind: .stream)
        summary.series = extract.order.count
        summary.samples = extract.samples
        if extract.first <= extract.last {
            summary.minTime = extract.first
            summary.maxTime = extract.last
        }
        self.summary = summary
    }

    deinit { readers.leave() }

    package var symbolCount: Int { extract.symbolCount }

    package func withSymbol<Result>(_ reference: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(extract.view.symbols.bytes(reference))
    }

    package func forEachSymbol(_ body: (UInt32, UnsafeRawBufferPointer) -> Void) {
        for symbol in 0..<UInt32(symbolCount) { body(symbol, extract.view.symbols.bytes(symbol)) }
    }

    package func read(
        metric: Int, from position: inout SeriesPosition, into batch: inout SeriesBatch
    ) throws(Diagnostic) -> Bool {
        let places = extract.starts[metric]..<extract.starts[metric + 1]
        return extract.view.append(
            extract.order, places.dropFirst(position.offset), to: &batch, advancing: &position
        ) { place, _ in extract.times[place] }
    }
}

/// What is taken out of a table while it is locked.
final class StreamExtract: @unchecked Sendable {
    let view: HeadSeries.View
    let symbolCount: Int
    let metadata: [UInt32: MetricMetadata]
    let readers: StreamReaders
    var metrics: [MetricExtent] = []
    /// Rows by metric, where each metric starts in it and one more, and the times of each place.
    var order: Column<UInt32>
    var starts: [Int] = [0]
    var times: Column<HeadSeries.Times>
    var first = Int64.max
    var last = Int64.min
    /// Nil where only a part of the time was asked for: samples are counted by metric, not by time.
    var samples: Int?

    init(
        _ view: HeadSeries.View, symbolCount: Int, _ metadata: [UInt32: MetricMetadata], _ readers: StreamReaders,
        _ budget: MemoryBudget
    ) {
        self.view = view
        self.readers = readers
        self.symbolCount = symbolCount
        self.metadata = metadata
        order = Column(budget: budget)
        times = Column(budget: budget)
    }
}

extension StreamTable {
    /// The rows that had a sample in `range`, sorted by metric, with their times cut to it.
    func extract(
        _ range: ClosedRange<Int64>, metric: String?, _ budget: MemoryBudget
    ) throws(BudgetExceeded) -> StreamExtract {
        let extract = StreamExtract(series.view, symbolCount: series.symbols.count, metadata, readers, budget)
        let wanted = metric.map { number(ofMetric: $0) ?? UInt32.max }
        func isSelected(_ state: State) -> Bool {
            state.first <= range.upperBound && state.last >= range.lowerBound
                && (wanted == nil || wanted == state.metric)
        }
        let isWhole = range == Int64.min...Int64.max && metric == nil
        var counts = [Int](repeating: 0, count: metrics.count)
        var selected = 0
        for row in 0..<states.count where isSelected(states[row]) {
            counts[Int(states[row].metric)] += 1
            selected += 1
        }
        var next = [Int](repeating: 0, count: metrics.count)
        for metric in 0..<metrics.count {
            if isWhole { extract.samples = (extract.samples ?? 0) + Int(metrics[metric].samples) }
            guard counts[metric] > 0 else { continue }
            next[metric] = extract.starts[extract.starts.count - 1]
            extract.starts.append(next[metric] + counts[metric])
            let all = max(1, Int(metrics[metric].series))
            extract.metrics.append(
                MetricExtent(
                    name: metricNames[metric], series: counts[metric],
                    indexBytes: metricBytes[metric] / all * counts[metric], chunkBytes: nil))
        }
        try extract.order.append(repeating: 0, count: selected)
        try extract.times.append(repeating: HeadSeries.Times(), count: selected)
        for row in 0..<states.count where isSelected(states[row]) {
            let state = states[row]
            let times = HeadSeries.Times(
                first: max(state.first, range.lowerBound), last: min(state.last, range.upperBound))
            extract.order[next[Int(state.metric)]] = UInt32(row)
            extract.times[next[Int(state.metric)]] = times
            next[Int(state.metric)] += 1
            extract.first = min(extract.first, times.first)
            extract.last = max(extract.last, times.last)
        }
        readers.enter()
        return extract
    }
}
