/// A block of a data directory, opened: the metrics with selected series are known, and where their series are.
package final class Block: SeriesPart {
    package let summary: PartSummary
    package let meta: BlockMeta
    package let tombstones: Tombstones?
    package let externalLabels: [ExternalLabel]
    package let metrics: [MetricExtent]
    package let index: IndexFile

    /// Where the series of each of `metrics` are.
    enum Extents: Sendable {
        /// What a survey selected: runs by metric, in index order within each, and the range of every metric.
        case runs([SeriesRun], ranges: [Range<Int>])
        /// All series, by the postings of their names.
        case postings([PostingsList])
    }

    let extents: Extents
    let segments: ChunkSegments?
    let selection: Selection
    private let memory: MemoryReservation

    package var damage: Diagnostic? { index.file.damage }

    package var symbolCount: Int { index.symbols.count }

    package func withSymbol<Result>(_ reference: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        index.symbols.withSymbol(reference, body)
    }

    package func forEachSymbol(_ body: (UInt32, UnsafeRawBufferPointer) -> Void) { index.symbols.forEach(body) }

    /// Opens the block in `directory` and surveys it. Nil when its external labels alone rule every series out.
    package static func open(
        _ directory: String, meta: BlockMeta, selection: Selection, threads: Int, budget: MemoryBudget
    ) throws(Diagnostic) -> Block? {
        guard let decided = selection.deciding(meta.externalLabels) else { return nil }
        return try Block(directory, meta: meta, selection: decided, threads: threads, budget: budget)
    }

    private init(
        _ directory: String, meta: BlockMeta, selection: Selection, threads: Int, budget: MemoryBudget
    ) throws(Diagnostic) {
        self.meta = meta
        self.selection = selection
        externalLabels = meta.externalLabels
        memory = MemoryReservation(budget)
        let segments = ChunkSegments(directory: directory + "/chunks")
        self.segments = segments
        let index = try IndexFile(path: directory + "/index")
        self.index = index
        try memory.require(index.symbols.memory, for: "the symbol table", file: index.path)

        var summary = PartSummary(path: directory, kind: .block)
        tombstones = Self.tombstones(directory, &summary)
        if selection.selectors.isEmpty, !selection.hasTimeRange,
            let postings = try MetricPostings(of: index, attributesChunks: segments != nil)
        {
            try memory.require(
                postings.lists.count * MemoryLayout<PostingsList>.stride * 2, for: "the list of metrics",
                file: index.path)
            let times = SampledTimes(postings, index)
            extents = .postings(postings.lists)
            metrics = postings.metrics
            summary.series = postings.series
            summary.knowsTimes = false
            if times.minTime <= times.maxTime { (summary.minTime, summary.maxTime) = (times.minTime, times.maxTime) }
        } else {
            var survey = try IndexSurveyor(
                index: index, segments: segments, selection: selection, threads: threads
            ).survey()
            try memory.require(
                survey.runs.count * MemoryLayout<SeriesRun>.stride * 3 / 2, for: "the list of metrics",
                file: index.path)
            survey.runs.sort { ($0.metric, $0.reference) < ($1.metric, $1.reference) }
            let (metrics, ranges) = Self.metrics(of: survey)
            self.metrics = metrics
            extents = .runs(survey.runs, ranges: ranges)
            summary.series = survey.selected
            if survey.minTime <= survey.maxTime {
                (summary.minTime, summary.maxTime) = (survey.minTime, survey.maxTime)
            }
        }
        if let damage = index.file.damage { throw damage }
        summary.samples = meta.samples
        summary.sizes.index = index.file.count
        summary.sizes.chunks = segments?.totalBytes ?? 0
        self.summary = summary
    }

    private static func tombstones(_ directory: String, _ summary: inout PartSummary) -> Tombstones? {
        let path = directory + "/tombstones"
        guard let size = Directory.size(of: path) else { return nil }
        summary.sizes.tombstones = size
        do {
            return try Tombstones(path: path)
        } catch {
            summary.diagnostics.append(error)
            return nil
        }
    }

    private static func metrics(of survey: SeriesSurvey) -> ([MetricExtent], [Range<Int>]) {
        var metrics: [MetricExtent] = []
        var ranges: [Range<Int>] = []
        var start = 0
        for end in survey.runs.indices.map({ $0 + 1 })
        where end == survey.runs.count || survey.runs[end].metric != survey.runs[start].metric {
            let metric = survey.runs[start].metric
            let totals = survey.totals[metric] ?? SeriesSurvey.MetricTotals()
            metrics.append(
                MetricExtent(
                    name: metric, series: totals.series, indexBytes: totals.indexBytes,
                    chunkBytes: survey.attributesChunks ? totals.chunkBytes : nil))
            ranges.append(start..<end)
            start = end
        }
        return (metrics, ranges)
    }
}
