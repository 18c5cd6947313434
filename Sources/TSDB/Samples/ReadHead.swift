/// A head that was read for the samples of some of its series.
struct ReadHead: ~Copyable {
    private let reader: HeadReader
    private let rowOfSeries: [SeriesIdentity: Int]
    let diagnostics: [Diagnostic]
    private let budget: MemoryBudget

    /// Throws when nothing can be read, or when the budget does not suffice.
    init(
        _ path: String, _ choice: HeadSampleChoice, _ selection: Selection, _ budget: MemoryBudget
    ) throws(Diagnostic) {
        guard var layout = HeadLayout.at(path) else { throw Diagnostic(file: path, "has no head any more") }
        var options = HeadOptions(budget: budget)
        options.selection.minTime = selection.minTime
        options.selection.maxTime = selection.maxTime
        options.samples = choice
        var reader = try HeadReader.reading(&layout, options: options)
        let skipped = reader.samples?.skipped ?? SkippedChunks()
        diagnostics = layout.diagnostics + reader.finalDiagnostics(layout) + skipped.diagnostics(of: path)
        reader.finish()
        var rowOfSeries: [SeriesIdentity: Int] = [:]
        for (row, content) in (reader.samples?.rows ?? []).enumerated() { rowOfSeries[content.identity] = row }
        self.rowOfSeries = rowOfSeries
        self.reader = reader
        self.budget = budget
    }

    deinit { budget.release(reader.samples?.reservedBytes ?? 0) }

    /// Appends what the head has of a series; false when it has none of it.
    func append(_ identity: SeriesIdentity, to series: inout SampledSeries) -> Bool {
        guard let row = rowOfSeries[identity], let content = reader.samples?.rows[row] else { return false }
        // Chunks win: what Prometheus wrote to them it does not replay.
        for samples in [content.others, content.appended] {
            series.samples += samples.filter { sample in
                !content.deleted.contains { $0.contains(sample.time) }
            }
        }
        series.histograms += content.histograms
        return true
    }

    /// The labels of a series that it has.
    func labels(_ identity: SeriesIdentity) -> [(name: String, value: String)] {
        guard let row = rowOfSeries[identity] else { return [] }
        let pairs = reader.series.pairs(UInt32(row))
        func text(_ symbol: UInt32) -> String { String(decoding: reader.series.symbols.bytes(symbol), as: UTF8.self) }
        return stride(from: 0, to: pairs.count, by: 2).map { (text(pairs[$0]), text(pairs[$0 + 1])) }
    }
}
