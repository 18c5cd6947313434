import TSDB

/// The opened sources of an analysis: their parts, in the order symbols are numbered, and what was left out of them.
struct SourceSet {
    private(set) var parts: [any SeriesPart] = []
    private(set) var leftOut: [LeftOutPart] = []
    private var diagnostics: [Diagnostic] = []
    private let replicaLabels: [String]
    /// For each part the side of a comparison it is on, as `PartScope.side`; empty when nothing is compared.
    private var sides: [UInt8] = []
    /// Times by part that only reading told.
    private var found: [Int: FoundWhileReading.Times] = [:]

    /// Opens every source that can be opened; throws the first failure when none can.
    init(opening options: AnalysisOptions, budget: MemoryBudget) throws(Diagnostic) {
        replicaLabels = options.replicaLabels
        let sourceOptions = SourceOptions(
            selection: options.selection, readsActivity: options.readsActivity, threads: options.threads,
            budget: budget, formats: options.formats)
        parts = options.openParts
        var opened = options.openParts.count
        for path in options.sources {
            do throws(Diagnostic) {
                let source = try SourceOpener.open(path, sourceOptions)
                parts += source.parts
                leftOut += source.leftOut.map { LeftOutPart(path: $0.path, reason: $0.reason) }
                diagnostics += source.diagnostics
                opened += 1
            } catch {
                if error.isRefusal || options.sources.count + options.openParts.count == 1 { throw error }
                diagnostics.append(error)
            }
        }
        if opened == 0, let first = diagnostics.first { throw first }
        // The part with most strings keeps its numbers: the fewer strings need to be mapped.
        parts.sort { $0.symbolCount > $1.symbolCount }
    }

    /// The sources of both sides of a comparison as one set, whose parts remember their side.
    init(comparing old: SourceSet, with new: SourceSet) {
        replicaLabels = new.replicaLabels
        diagnostics = old.diagnostics + new.diagnostics.filter { !old.diagnostics.contains($0) }
        leftOut = old.leftOut + new.leftOut
        let sided = old.parts.map { ($0, Comparison.old) } + new.parts.map { ($0, Comparison.new) }
        for (part, side) in sided.sorted(by: { $0.0.symbolCount > $1.0.symbolCount }) {
            parts.append(part)
            sides.append(side)
        }
    }

    /// Of the sources themselves and of their parts.
    var allDiagnostics: [Diagnostic] { diagnostics + parts.flatMap(\.summary.diagnostics) }

    /// A part whose file changed under the reader's hands, if there is one.
    var firstDamage: (index: Int, diagnostic: Diagnostic)? {
        for (index, part) in parts.enumerated() { if let damage = part.damage { return (index, damage) } }
        return nil
    }

    /// What was wrong with the part's bytes matters less than that its file changed.
    mutating func remove(_ index: Int, because diagnostic: Diagnostic) {
        diagnostics.append(parts[index].damage ?? diagnostic)
        parts.remove(at: index)
        if !sides.isEmpty { sides.remove(at: index) }
        found = [:]
    }

    /// First and last sample of everything selected, or of one side of it; nil when no times are known or wanted.
    func window(_ options: AnalysisOptions, side: UInt8? = nil) -> Window? {
        let parts = parts.indices.filter { side == nil || sides[$0] == side }
        guard options.readsActivity, let first = parts.compactMap({ times(of: $0)?.first }).min(),
            let last = parts.compactMap({ times(of: $0)?.last }).max()
        else { return nil }
        return Window(minTime: first, maxTime: last, activeWithin: options.activeWithin)
    }

    /// Times of a part: as it knows them, else as they were found, else as they were guessed.
    private func times(of part: Int) -> FoundWhileReading.Times? {
        if let found = found[part] { return found }
        guard let first = parts[part].summary.minTime, let last = parts[part].summary.maxTime else { return nil }
        return FoundWhileReading.Times(first: first, last: last)
    }

    /// Takes over what reading told of the parts' times. False when the count went by a guess that turned out to matter,
    /// so that it has to be done again: once, for the window is then the one that was found.
    mutating func settle(_ tables: SharedTables, countedIn guess: Window?, _ options: AnalysisOptions) -> Bool {
        found = tables.read { $0.found.times }
        guard let window = window(options), window != guess else { return true }
        return guess != nil && ActivityClock(window: window).confirms(tables.read { $0.margin })
    }

    /// Takes over what reading told of the parts' times.
    mutating func note(_ times: [Int: FoundWhileReading.Times]) { found = times }

    func context(_ options: AnalysisOptions, budget: MemoryBudget) throws(Diagnostic) -> CountingContext {
        let external = parts.map { part in part.externalLabels.filter { !replicaLabels.contains($0.name) } }
        let symbols = try SymbolSpace(
            parts, extras: external.flatMap { $0.flatMap { [$0.name, $0.value] } }, budget: budget)
        let breakdowns =
            (options.groupBy.isEmpty ? [] : [SeriesBreakdown(by: options.groupBy)]) + options.breakdowns
        let labels = external.flatMap { $0.flatMap { [$0.name, $0.value] } }
        let names = ["__name__"] + replicaLabels + [options.metricInDepth ?? "__name__"] + labels
        let wanted = names.map { Array($0.utf8) } + breakdowns.flatMap(\.strings)
        // By bytes: text that looks alike is equal for String.
        let numberOf = Dictionary(
            zip(wanted, symbols.numbers(of: wanted)), uniquingKeysWith: { first, _ in first })
        func number(_ name: String) -> UInt32? { numberOf[Array(name.utf8)] ?? nil }

        var scopes: [PartScope] = []
        for (index, labels) in external.enumerated() {
            let pairs = labels.compactMap { label in
                number(label.name).flatMap { name in number(label.value).map { (name: name, value: $0) } }
            }
            let ignored = (["__name__"] + replicaLabels).compactMap(number) + pairs.map(\.name)
            scopes.append(
                PartScope(
                    map: symbols.maps[index], externalPairs: pairs, ignoredNames: ignored,
                    side: sides.isEmpty ? 0 : sides[index]))
        }
        let window = window(options)
        let series = parts.reduce(0) { $0 + $1.summary.series }
        let grid = options.wantsTimeline ? window.flatMap { TimelineGrid(window: $0, series: series) } : nil
        return CountingContext(
            symbols: symbols, scopes: scopes, clock: window.map { ActivityClock(window: $0) }, grid: grid,
            mayRepeat: replicaLabels.contains { number($0) != nil } || external.contains { !$0.isEmpty },
            breakdowns: breakdowns.map { NumberedBreakdown($0) { numberOf[$0] ?? nil } }, filter: nil,
            nameSymbol: number("__name__"), metricInDepth: options.metricInDepth.flatMap(number), budget: budget)
    }

    /// The metrics of all parts, each with its shares.
    func work(in symbols: SymbolSpace) -> [MetricWork] {
        var work: [MetricWork] = []
        var indexOfName: [UInt32: Int] = [:]
        for (part, source) in parts.enumerated() {
            let map = symbols.maps[part]
            for (metric, extent) in source.metrics.enumerated() {
                let isNamed = extent.name != MetricExtent.noName && !map.isEmpty
                let name = isNamed ? map[Int(extent.name)] : extent.name
                let share = MetricWork.Share(part: part, metric: metric)
                if let index = indexOfName[name] {
                    work[index].shares.append(share)
                    work[index].series += extent.series
                    work[index].indexBytes += extent.indexBytes
                    if let more = extent.chunkBytes { work[index].chunkBytes = (work[index].chunkBytes ?? 0) + more }
                } else {
                    indexOfName[name] = work.count
                    work.append(
                        MetricWork(
                            name: name, shares: [share], series: extent.series, indexBytes: extent.indexBytes,
                            chunkBytes: extent.chunkBytes))
                }
            }
        }
        return work
    }

    /// Completes a report with what concerns files rather than series.
    func describe(_ report: inout CardinalityReport, _ options: AnalysisOptions) {
        let redaction = options.redactionKey.map { Redaction(key: $0) }
        report.collisions = collisions(options)
        report.sources = rows(redaction)
        report.leftOut = leftOut
        report.diagnostics = allDiagnostics
        report.totals.blocks = parts.count { $0.summary.kind == .block }
        let samples = parts.map(\.summary.samples)
        if !samples.contains(nil) { report.totals.samples = samples.reduce(0) { $0 + ($1 ?? 0) } }
        var chunkBytes = 0
        var blockSamples = 0
        for part in parts {
            let sizes = part.summary.sizes
            report.totals.sizes.index += sizes.index
            report.totals.sizes.chunks += sizes.chunks
            report.totals.sizes.wal += sizes.wal
            report.totals.sizes.tombstones += sizes.tombstones
            if part.summary.kind == .block, let samples = part.summary.samples, sizes.chunks > 0 {
                chunkBytes += sizes.chunks
                blockSamples += samples
            }
        }
        if blockSamples > 0 { report.totals.bytesPerSample = Double(chunkBytes) / Double(blockSamples) }
    }

    /// The parts, or those of one side, blocks by time and the head last.
    func rows(_ redaction: Redaction?, side: UInt8? = nil) -> [SourceRow] {
        parts.indices.filter { side == nil || sides[$0] == side }.map { part in
            var row = SourceRow(parts[part].summary, notes: notes(on: parts[part], redaction))
            row.minTime = times(of: part)?.first
            row.maxTime = times(of: part)?.last
            return row
        }.sorted { a, b in
            (a.kind == .head ? 1 : 0, a.minTime ?? .min, a.path) < (b.kind == .head ? 1 : 0, b.minTime ?? .min, b.path)
        }
    }

    private func notes(on part: any SeriesPart, _ redaction: Redaction?) -> [String] {
        switch part {
        case let block as Block: notes(on: block, redaction)
        case let head as Head: notes(on: head)
        default: []
        }
    }

    private func notes(on head: Head) -> [String] {
        let details = head.details
        var notes = [details.segments == 1 ? "1 segment" : "\(details.segments) segments"]
        if let checkpoint = details.checkpoint { notes.append("checkpoint \(checkpoint)") }
        if details.part(.wbl) != nil { notes.append("out-of-order log") }
        if details.snapshot != nil { notes.append("chunk snapshot") }
        if details.repeatedReferences > 0 {
            notes.append("\(details.repeatedReferences) series came back under another reference")
        }
        let tombstones = details.parts.reduce(0) { $0 + $1.tombstones }
        if tombstones > 0 { notes.append("\(tombstones) deleted intervals, their series still counted") }
        return notes
    }

    private func notes(on block: Block, _ redaction: Redaction?) -> [String] {
        var notes = ["index version \(block.index.version.rawValue)"]
        if let level = block.meta.compaction?.level { notes.append("compaction level \(level)") }
        if let stones = block.tombstones, stones.series > 0 {
            notes.append("\(stones.series) series with tombstones, still counted")
        }
        if !block.externalLabels.isEmpty {
            let labels = block.externalLabels.map { label in
                "\(label.name)=\"\(redaction?.redact(label.value) ?? label.value)\""
            }.joined(separator: ", ")
            notes.append("external labels {\(labels)}")
        }
        return notes
    }
}
