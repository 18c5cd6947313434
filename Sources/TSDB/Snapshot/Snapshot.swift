import Synchronization

/// A snapshot as a source of series. Format: `SnapshotFormat`.
package final class Snapshot: SeriesPart {
    package let summary: PartSummary
    package let metrics: [MetricExtent]
    /// By symbol of the metric's name.
    package let metadata: [UInt32: MetricMetadata]

    let file: MappedFile
    let directory: SnapshotDirectory
    let symbols: SnapshotSymbols
    let lifetimes: [SnapshotLifetime]
    let selection: Selection
    let budget: MemoryBudget
    private let memory: MemoryReservation
    /// Selected rows of each of the directory's metrics, nil when all are.
    let selected: [RowSet]?
    /// The directory's metric of each of `metrics`.
    let origins: [Int]
    /// The frame that was read last: the next group is mostly in the same.
    let cache = Mutex<(offset: Int, content: [UInt8])>((-1, []))

    package var damage: Diagnostic? { file.damage }
    package var symbolCount: Int { symbols.count }

    package func withSymbol<Result>(_ reference: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        symbols.withSymbol(reference, body)
    }

    package func forEachSymbol(_ body: (UInt32, UnsafeRawBufferPointer) -> Void) {
        for reference in 0..<UInt32(truncatingIfNeeded: symbols.count) {
            symbols.withSymbol(reference) { body(reference, $0) }
        }
    }

    /// Whether a file that begins with these bytes is one.
    package static func isSnapshot(_ prefix: [UInt8]) -> Bool { prefix.starts(with: SnapshotFormat.magic) }

    package init(path: String, selection: Selection, budget: MemoryBudget) throws(Diagnostic) {
        let file = try MappedFile(path: path)
        let memory = MemoryReservation(budget)
        let directory = try SnapshotDirectory(of: file, memory)
        let symbols = try SnapshotSymbols(directory, file, memory)
        let lifetimes = try SnapshotLifetime.list(directory, file, memory)
        self.file = file
        self.directory = directory
        self.symbols = symbols
        self.lifetimes = lifetimes
        self.selection = selection
        self.budget = budget
        self.memory = memory
        var summary = PartSummary(path: path, kind: .snapshot)
        var metrics: [MetricExtent] = []
        var origins: [Int] = []
        if selection.selectors.isEmpty, !selection.hasTimeRange {
            selected = nil
            summary.series = directory.series
            (summary.minTime, summary.maxTime) = (directory.minTime, directory.maxTime)
            for (origin, metric) in directory.metrics.enumerated() {
                metrics.append(metric.extent)
                origins.append(origin)
            }
        } else {
            let survey = try SnapshotSurvey(directory, file, symbols, lifetimes, selection, memory)
            selected = survey.rows
            summary.series = survey.series
            if survey.minTime <= survey.maxTime {
                (summary.minTime, summary.maxTime) = (survey.minTime, survey.maxTime)
            }
            for (origin, metric) in directory.metrics.enumerated() where survey.rows[origin].count > 0 {
                var extent = metric.extent
                extent.series = survey.rows[origin].count
                metrics.append(extent)
                origins.append(origin)
            }
        }
        self.metrics = metrics
        self.origins = origins
        metadata = Dictionary(
            directory.metrics.compactMap { metric in metric.metadata.map { (metric.extent.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        summary.sizes.index = file.count
        self.summary = summary
    }

    package func read(
        metric: Int, from position: inout SeriesPosition, into batch: inout SeriesBatch
    ) throws(Diagnostic) -> Bool {
        let origin = origins[metric]
        let groups = directory.metrics[origin].groups
        let before = batch.count
        while !batch.isFull, position.run < groups.count {
            let group = try group(groups[position.run], at: &position)
            var previous: Int?
            while !batch.isFull, position.row < group.rows {
                let row = position.row
                position.row += 1
                if let selected, !selected[origin].contains(position.offset + row) { continue }
                group.append(row, after: previous, clipped(lifetimes[group.lifetime(row)]), to: &batch)
                previous = row
            }
            if position.row == group.rows {
                position.run += 1
                position.offset += group.rows
                position.row = 0
                position.state = nil
            }
        }
        return batch.count > before
    }

    private func clipped(_ lifetime: SnapshotLifetime) -> SnapshotLifetime {
        guard selection.hasTimeRange, lifetime.first != SeriesBatch.noTime else { return lifetime }
        return SnapshotLifetime(
            first: max(lifetime.first, selection.minTime), last: min(lifetime.last, selection.maxTime))
    }

    /// The decoded group, kept in the position until it is read to its end.
    private func group(
        _ place: SnapshotDirectory.Group, at position: inout SeriesPosition
    ) throws(Diagnostic) -> SnapshotGroup {
        if let known = position.state as? SnapshotGroup { return known }
        let group = try SnapshotGroup(
            place, content: content(at: place.frame), symbolCount: symbols.count, lifetimeCount: lifetimes.count, file,
            budget)
        position.state = group
        return group
    }

    private func content(at offset: Int) throws(Diagnostic) -> [UInt8] {
        if let known = cache.withLock({ $0.offset == offset ? $0.content : nil }) { return known }
        let content = try SnapshotFrameReader.content(at: offset, of: file, budget: budget)
        cache.withLock { $0 = (offset, content) }
        return content
    }
}
