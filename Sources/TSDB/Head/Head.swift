/// The head of a data directory: the series of its WAL, whatever wrote it, with what else tells about them.
///
/// That is the union of checkpoint, segments, out-of-order log and snapshot. It is more than the running server's head,
/// which forgets series that have had no sample for a while; their records stay until a checkpoint leaves them out.
package final class Head: SeriesPart {
    package let summary: PartSummary
    package let metrics: [MetricExtent]
    package let details: HeadDetails
    package let collisions: Collisions
    /// By symbol of the metric's name.
    package let metadata: [UInt32: MetricMetadata]

    let series: HeadSeries
    let readsSamples: Bool
    /// Rows of the selected series by metric.
    let order: Column<UInt32>
    /// Where in `order` each metric starts, and one more.
    let metricStarts: [Int]

    package var symbolCount: Int { series.symbols.count }

    /// Reads what a directory has of a head. Faults are collected in `summary.diagnostics`; thrown is only that nothing
    /// could be read, or that the budget does not suffice.
    /// Memory stays reserved until the part is released.
    package static func read(_ layout: HeadLayout, options: HeadOptions) throws(Diagnostic) -> Head {
        var layout = layout
        return try finished(HeadReader.reading(&layout, options: options), layout)
    }

    /// Turns what was read into a part.
    private static func finished(
        _ reader: consuming HeadReader, _ layout: HeadLayout
    ) throws(Diagnostic) -> Head {
        var reader = reader
        let options = reader.options
        var summary = PartSummary(path: layout.path, kind: .head)
        summary.diagnostics = layout.diagnostics + reader.finalDiagnostics(layout)
        if reader.opened == 0, let first = summary.diagnostics.first(where: { $0.severity == .error }) { throw first }
        reader.finish()
        reader.details.bytesRead = reader.bytesRead
        reader.details.references = reader.references.count
        summary.samples = options.readsSamples ? reader.details.samples : nil
        summary.sizes.wal = layout.walBytes
        summary.sizes.chunks = layout.chunkBytes
        var order = Column<UInt32>(budget: options.budget)
        var grouping = MetricGrouping()
        do throws(BudgetExceeded) {
            grouping = try reader.series.grouped(by: options, into: &order)
        } catch { throw options.budget.refusal(of: error, for: "the head", file: layout.path) }
        summary.series = order.count
        if grouping.first <= grouping.last {
            summary.minTime = grouping.first
            summary.maxTime = grouping.last
        }
        return Head(reader, summary, grouping, order)
    }

    private init(
        _ reader: consuming HeadReader, _ summary: PartSummary, _ grouping: MetricGrouping,
        _ order: consuming Column<UInt32>
    ) {
        self.summary = summary
        metrics = grouping.metrics
        metricStarts = grouping.starts
        self.order = order
        details = reader.details
        collisions = reader.collisions.collisions(in: reader.series)
        metadata = reader.metadata.mapValues(\.decoded)
        readsSamples = reader.options.readsSamples
        series = reader.series
    }
}

extension HeadReader {
    /// One part in so many of the bytes must have been read before what all of them need is told by what these took:
    /// tables that are made before anything is read would count for a share of nothing.
    private static let tellingPart = 20

    /// Reads everything, or refuses with what it would have needed by the share that was read so far.
    mutating func readAll(_ layout: HeadLayout) throws(Diagnostic) {
        let budget = options.budget
        let before = budget.available
        do throws(BudgetExceeded) {
            try read(layout)
        } catch {
            let own = before - budget.available
            let total = max(1, layout.walBytes + (options.readsSamples ? layout.chunkBytes : 0))
            guard bytesRead >= total / Self.tellingPart else {
                throw budget.refusal(of: error, for: "the head", file: layout.path)
            }
            let share = Double(min(max(1, bytesRead), total)) / Double(total)
            let needed = Double(budget.limit - before) + Double(own + error.bytes) / share
            throw MemoryBudget.refusal(
                needed: Int(min(needed, 1e15)), limit: budget.limit, for: "the head", file: layout.path)
        }
    }

    /// What is said once for the whole head.
    func finalDiagnostics(_ layout: HeadLayout) -> [Diagnostic] {
        var all = diagnostics
        for path in vanished {
            all.append(
                Diagnostic(.warning, file: path, "disappeared while the head was read; series of its own are missing"))
        }
        for (type, unknown) in details.unknownRecords.sorted(by: { $0.key < $1.key }) {
            all.append(
                Diagnostic(
                    .warning, file: unknown.file, offset: unknown.offset,
                    "the first of \(unknown.count) records of unknown type \(type.rawValue); they were left out: either "
                        + "a newer Prometheus wrote them, or the byte before the record's length is damaged"))
        }
        if details.samplesWithoutSeries > 0 {
            all.append(
                Diagnostic(
                    .warning, file: layout.path,
                    "has \(details.samplesWithoutSeries) samples of series whose records are gone; they count nowhere"))
        }
        return all
    }
}
