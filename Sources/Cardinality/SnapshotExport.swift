package import TSDB

/// Writes the distinct series of sources as a snapshot.
package enum SnapshotExport {
    /// Hands the snapshot's bytes to `sink` in order, and returns what the reader should know of the sources.
    ///
    /// A part may turn out to be damaged when bytes were already handed out. Then `restart` is asked to forget them, and
    /// everything is written again without that part; where it cannot (a pipe), the damage is thrown.
    package static func run(
        _ options: AnalysisOptions, to sink: @escaping (UnsafeRawBufferPointer) -> Void, restart: () -> Bool
    ) throws(Diagnostic) -> [Diagnostic] {
        try run(options, budget: MemoryBudget(limit: options.maxMemory), to: sink, restart: restart)
    }

    /// With a budget that other things share, rather than one of `options.maxMemory`.
    package static func run(
        _ options: AnalysisOptions, budget: MemoryBudget, to sink: @escaping (UnsafeRawBufferPointer) -> Void,
        restart: () -> Bool
    ) throws(Diagnostic) -> [Diagnostic] {
        var sources = try SourceSet(opening: options, budget: budget)
        while true {
            do throws(PartFailure) {
                try write(sources, options, budget, to: sink)
                if let (index, damage) = sources.firstDamage { throw .part(index, damage) }
                return sources.allDiagnostics
            } catch {
                switch error {
                case .refused(let diagnostic): throw diagnostic
                case .part(let index, let diagnostic):
                    guard restart() else { throw diagnostic }
                    sources.remove(index, because: diagnostic)
                }
            }
        }
    }

    private static func write(
        _ sources: SourceSet, _ options: AnalysisOptions, _ budget: MemoryBudget,
        to sink: @escaping (UnsafeRawBufferPointer) -> Void
    ) throws(PartFailure) {
        let context: CountingContext
        do { context = try sources.context(options, budget: budget) } catch { throw .refused(error) }
        let symbols = context.symbols
        // A redacted value is another string than the same bytes used as a name.
        let redaction = options.redactionKey.map { Redaction(key: $0) }
        let values = UInt32(truncatingIfNeeded: redaction == nil ? 0 : symbols.count)
        let writerMemory = SnapshotWriter.memory(symbols: symbols.count + Int(values))
        let file = options.sources.first ?? ""
        do { try budget.require(writerMemory, for: "writing the snapshot", file: file) } catch { throw .refused(error) }
        defer { budget.release(writerMemory) }
        var writer = SnapshotWriter(symbols: symbols.count + Int(values), name: context.nameSymbol) { reference, body in
            guard let redaction, reference >= values else { return symbols.withSymbol(reference, body) }
            symbols.withSymbol(reference - values) { redaction.redact($0).withUnsafeBytes(body) }
        } sink: {
            sink($0)
        }
        let kept = Set(symbols.numbers(of: Redaction.keptLabels).compactMap { $0 })
        let metadata = sources.metadata(in: symbols)
        var reader = MetricReader(context)
        let work = sources.work(in: symbols).sorted { $0.series > $1.series }
        let total = work.reduce(0) { $0 + $1.series }
        var done = 0
        for metric in work {
            try write(metric, &reader, &writer, metadata[metric.name], kept, values)
            done += metric.series
            options.progress?(AnalysisProgress(stage: "writing", done: done, total: total, unit: "series"))
        }
        guard writer.finish() else {
            throw .refused(Diagnostic(file: file, "could not be compressed; is memory short?"))
        }
    }

    private static func write(
        _ metric: MetricWork, _ reader: inout MetricReader, _ writer: inout SnapshotWriter,
        _ metadata: MetricMetadata?, _ kept: Set<UInt32>, _ values: UInt32
    ) throws(PartFailure) {
        let budget = reader.context.budget
        guard var table = try reader.table(of: metric, .all) else {
            throw .refused(
                MemoryBudget.refusal(
                    needed: budget.limit - budget.available
                        + MetricTable.memory(rows: metric.series, isDistinct: reader.context.isDistinct(metric))
                        * 3,
                    limit: budget.limit, for: "holding a metric of \(metric.series) series", file: ""))
        }
        let columns = table.finishedColumns()
        let (indexBytes, chunkBytes) = table.found.completing(metric)
        let offsets = columns.map { kept.contains($0.name) ? 0 : values }
        writer.add(
            SnapshotWriter.Metric(
                name: metric.name, indexBytes: indexBytes, chunkBytes: chunkBytes, metadata: metadata),
            rows: table.rows, labels: columns.map(\.name),
            value: { label, row in
                let value = columns[label].value(row: row)
                return value == LabelHash.absent ? nil : value + offsets[label]
            }, times: { (table.firstTimes[$0], table.lastTimes[$0]) })
    }
}
