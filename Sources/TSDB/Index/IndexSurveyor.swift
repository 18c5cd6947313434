import Synchronization
import Threading

/// Surveys an index on several threads, or only the metrics that the selection names.
struct IndexSurveyor {
    let index: IndexFile
    let segments: ChunkSegments?
    let selection: Selection
    let threads: Int

    /// Series a thread must have to be worth starting.
    private static let seriesPerThread = 20_000

    func survey() throws(Diagnostic) -> SeriesSurvey {
        guard index.contents.series < index.contents.seriesEnd else { return SeriesSurvey() }
        let table = try PostingsOffsetTable(of: index)
        var survey = try wantsSomeMetrics ? surveyNamed(table) : surveyAll(table)
        survey.flush()
        survey.closeChunks(at: segments?.totalBytes ?? 0)
        return survey
    }

    /// Whether every selector restricts the name, so that the postings of other metrics need not be visited.
    private var wantsSomeMetrics: Bool {
        !selection.selectors.isEmpty
            && selection.selectors.allSatisfy { $0.contains { $0.name == "__name__" && !$0.acceptsMissing } }
    }

    private func surveyNamed(_ table: PostingsOffsetTable) throws(Diagnostic) -> SeriesSurvey {
        let lists = try table.lists(of: "__name__") { name in
            selection.selectors.contains { $0.allSatisfy { $0.name != "__name__" || $0.accepts(name) } }
        }
        var scanner = SeriesScanner(index: index, segments: segments, selection: selection)
        for (_, list) in lists { try scanner.scan(list) }
        return scanner.finished()
    }

    private func surveyAll(_ table: PostingsOffsetTable) throws(Diagnostic) -> SeriesSurvey {
        guard let all = try table.allSeries() else {
            throw Diagnostic(
                file: index.path, offset: index.contents.postingsOffsetTable,
                "has no postings list of all series; the index is damaged")
        }
        let bounds = boundaries(all)
        all.release()
        let parts = Mutex<[Int: Result<SeriesSurvey, Diagnostic>]>([:])
        Threads.run(bounds.count - 1) { part in
            let result = scan(bounds[part], bounds[part + 1])
            parts.withLock { $0[part] = result }
        }
        var whole = SeriesSurvey()
        whole.attributesChunks = segments != nil
        let results = parts.withLock { $0 }
        for part in 0..<(bounds.count - 1) {
            if let result = results[part] { whole.append(try result.get()) }
        }
        guard whole.scanned == all.count else {
            throw Diagnostic(
                file: index.path, offset: index.contents.series,
                "holds \(whole.scanned) series but lists \(all.count); the index is damaged")
        }
        return whole
    }

    private func scan(_ start: Int, _ end: Int) -> Result<SeriesSurvey, Diagnostic> {
        var scanner = SeriesScanner(index: index, segments: segments, selection: selection)
        do throws(Diagnostic) {
            try scanner.scan(from: start, to: end)
        } catch {
            return .failure(error)
        }
        return .success(scanner.finished())
    }

    /// Byte offsets between which each thread works, all at entries' starts.
    private func boundaries(_ all: PostingsList) -> [Int] {
        let parts = max(1, min(threads, all.count / Self.seriesPerThread))
        var bounds = [index.nextSeriesOffset(after: index.contents.series)]
        for part in 1..<max(parts, 1) {
            let offset = index.seriesOffset(of: all[all.count / parts * part])
            guard offset > bounds[bounds.count - 1], offset < index.contents.seriesEnd else { continue }
            bounds.append(offset)
        }
        bounds.append(index.contents.seriesEnd)
        return bounds
    }
}
