/// The metrics of an index by its postings, for when all series are wanted: nothing needs to be decoded to know them.
struct MetricPostings {
    private(set) var lists: [PostingsList] = []
    private(set) var metrics: [MetricExtent] = []
    private(set) var series = 0

    /// Nil when the postings of names do not account for every series: some have no name.
    init?(of index: IndexFile, attributesChunks: Bool) throws(Diagnostic) {
        guard index.version != .v1, index.contents.series < index.contents.seriesEnd else { return nil }
        let table = try PostingsOffsetTable(of: index)
        guard let all = try table.allSeries() else { return nil }
        all.release()
        for (name, list) in try table.lists(of: "__name__", where: { _ in true }) where list.count > 0 {
            lists.append(list)
            metrics.append(
                MetricExtent(
                    name: name, series: list.count, indexBytes: 0, chunkBytes: attributesChunks ? 0 : nil))
            series += list.count
            list.release()
        }
        guard series == all.count else { return nil }
    }
}
