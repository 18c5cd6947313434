/// The first pass over the series of an index: every checksum verified, the selected series found, their metrics, times
/// and sizes known. What is left for the second pass is to decode labels, from bytes that are known to be good.
struct SeriesSurvey: Sendable {
    struct MetricTotals: Sendable {
        var series = 0
        var indexBytes = 0
        var chunkBytes = 0

        mutating func add(_ other: MetricTotals) {
            series += other.series
            indexBytes += other.indexBytes
            chunkBytes += other.chunkBytes
        }
    }

    /// In index order.
    var runs: [SeriesRun] = []
    var totals: [UInt32: MetricTotals] = [:]
    /// Entries seen, selected or not.
    var scanned = 0
    var selected = 0
    var minTime = Int64.max
    var maxTime = Int64.min
    /// False once a chunk reference pointed to no segment.
    var attributesChunks = true
    /// Where the chunks of the first entry start, nil when no entry has any.
    var firstChunk: Int?
    /// The last selected series whose chunks' end is not known yet.
    var openChunks: (metric: UInt32, position: Int)?
    /// The reference after the last selected entry: a series there continues its run.
    private var continuation: UInt32?
    /// Sizes of `openMetric`, kept apart from `totals` while its series keep coming.
    private var openMetric = MetricExtent.noName
    private var openTotals = MetricTotals()

    /// Joins the survey of the range that follows this one's. Both must have been flushed.
    mutating func append(_ next: SeriesSurvey) {
        if let first = next.firstChunk { closeChunks(at: first) }
        runs += next.runs
        for (metric, more) in next.totals { totals[metric, default: MetricTotals()].add(more) }
        scanned += next.scanned
        selected += next.selected
        minTime = min(minTime, next.minTime)
        maxTime = max(maxTime, next.maxTime)
        attributesChunks = attributesChunks && next.attributesChunks
        if firstChunk == nil { firstChunk = next.firstChunk }
        if next.firstChunk != nil { openChunks = next.openChunks }
    }

    @inline(__always)
    mutating func addRun(_ metric: UInt32, reference: UInt32, next: UInt32) {
        if continuation == reference, runs[runs.count - 1].metric == metric {
            runs[runs.count - 1].count &+= 1
        } else {
            runs.append(SeriesRun(metric: metric, reference: reference, count: 1))
        }
        continuation = next
    }

    @inline(__always)
    mutating func addBytes(_ bytes: Int, to metric: UInt32) {
        if metric != openMetric { flush(opening: metric) }
        openTotals.series &+= 1
        openTotals.indexBytes &+= bytes
    }

    /// Moves what was counted of the metric at hand to `totals`.
    mutating func flush(opening metric: UInt32 = MetricExtent.noName) {
        if openTotals.series > 0 || openTotals.chunkBytes > 0 {
            totals[openMetric, default: MetricTotals()].add(openTotals)
        }
        openMetric = metric
        openTotals = MetricTotals()
    }

    /// Ends the chunks of the last series where the next ones start, or where all chunks end.
    mutating func closeChunks(at position: Int) {
        guard let open = openChunks else { return }
        let bytes = max(0, position - open.position)
        if open.metric == openMetric {
            openTotals.chunkBytes += bytes
        } else {
            totals[open.metric, default: MetricTotals()].chunkBytes += bytes
        }
        openChunks = nil
    }
}
