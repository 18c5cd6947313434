/// A block or a head as a source of samples.
final class SampledPart {
    private enum Content {
        case block(Block)
        case head(Head)
    }

    private let content: Content
    private let part: any SeriesPart
    private let selection: Selection
    private let choice: HeadSampleChoice
    private let budget: MemoryBudget
    private var files: ChunkFiles
    private let identity: IdentityHash
    private var strings = StringHashes()
    private var verdicts: SelectionVerdicts
    /// What external labels add to the identity of each series.
    private var external = SeriesIdentity()
    /// References of the names that external labels stand for.
    private var hidden: Set<UInt32> = []
    private var skipped = SkippedChunks()
    /// Of chosen series of a block, by reference.
    private var deleted: [UInt64: [ClosedRange<Int64>]] = [:]
    private var readHead: ReadHeadBox?
    private var ownDiagnostics: [Diagnostic] = []
    private var entry = Block.Entry()

    /// A value that cannot be copied, behind a reference.
    private final class ReadHeadBox {
        let head: ReadHead
        init(_ head: consuming ReadHead) { self.head = head }
    }

    var path: String { part.summary.path }
    var damage: Diagnostic? { part.damage }
    var finalDiagnostics: [Diagnostic] { ownDiagnostics + files.diagnostics + skipped.diagnostics(of: path) }

    /// Nil for a part without samples. Those of a head before `minTime` are not wanted.
    init?(_ part: any SeriesPart, _ selection: Selection, seed: UInt64, minTime: Int64, _ budget: MemoryBudget) {
        switch part {
        case let block as Block: content = .block(block)
        case let head as Head: content = .head(head)
        default: return nil
        }
        self.part = part
        self.selection = selection
        self.budget = budget
        choice = HeadSampleChoice(series: [], seed: seed, minTime: minTime)
        files = ChunkFiles(directory: part.summary.path + "/chunks")
        identity = IdentityHash(seed: seed)
        let references = Self.references(
            of: Set(part.externalLabels.map(\.name) + selection.selectors.joined().map(\.name)), in: part)
        verdicts = SelectionVerdicts(selection, symbolCount: part.symbolCount) { references[$0] }
        for label in part.externalLabels {
            external = external &+ identity.label(label.name, label.value)
            if let reference = references[label.name] { hidden.insert(reference) }
        }
        if case .block = content, files.isEmpty { return nil }
    }

    private static func references(of names: Set<String>, in part: any SeriesPart) -> [String: UInt32] {
        if let block = part as? Block {
            let found = names.compactMap { name in block.index.symbols.reference(of: name).map { (name, $0) } }
            return Dictionary(found, uniquingKeysWith: { first, _ in first })
        }
        var references: [String: UInt32] = [:]
        guard !names.isEmpty else { return [:] }
        part.forEachSymbol { reference, bytes in
            for name in names where bytes.elementsEqual(name.utf8) { references[name] = reference }
        }
        return references
    }

    // MARK: - Choosing

    func forEachMetric(_ body: (_ metric: Int, _ name: [UInt8]) throws(Diagnostic) -> Void) throws(Diagnostic) {
        for (metric, extent) in part.metrics.enumerated() {
            let name = extent.name == MetricExtent.noName ? [] : part.withSymbol(extent.name) { Array($0) }
            try body(metric, name)
        }
    }

    /// Calls `body` with each selected series of a metric, and where it is.
    func forEachSeries(
        of metric: Int, _ body: (_ identity: SeriesIdentity, _ offset: Int) throws(Diagnostic) -> Void
    ) throws(Diagnostic) {
        switch content {
        case .block(let block):
            try block.forEachEntry(of: metric) { offset, entry throws(Diagnostic) in
                guard entry.chunks.contains(where: { selection.overlaps($0.first, $0.last) }) else { return }
                if let identity = identity(of: entry.pairs) { try body(identity, offset) }
            }
        case .head(let head):
            var position = SeriesPosition()
            var batch = SeriesBatch()
            var row: [UInt32] = []
            while try head.read(metric: metric, from: &position, into: &batch) {
                var start = 0
                for index in 0..<batch.count {
                    row.removeLast(row.count - batch.rows[index].shared * 2)
                    while start < batch.rows[index].end {
                        row.append(batch.pairs[start])
                        start += 1
                    }
                    if let identity = identity(of: row) { try body(identity, -1) }
                }
                batch.removeAll()
            }
        }
    }

    /// Of a series with these references; nil when it is not selected.
    private func identity(of pairs: [UInt32]) -> SeriesIdentity? {
        let part = part
        guard verdicts.accept(pairs, symbol: { part.withSymbol($0, $1) }) else { return nil }
        var sum = external
        let identity = identity
        for index in stride(from: 0, to: pairs.count - 1, by: 2) where !hidden.contains(pairs[index]) {
            let (name, value) = (pairs[index], pairs[index + 1])
            sum =
                sum
                &+ identity.label(
                    strings.hash(of: name) { part.withSymbol(name, identity.string) },
                    strings.hash(of: value) { part.withSymbol(value, identity.string) })
        }
        return sum
    }

    // MARK: - Reading

    /// Gets ready to hand out the samples of these series: reads the head, or what a block says was deleted.
    func prepare(_ places: [SeriesChoice.Place]) throws(Diagnostic) {
        guard !places.isEmpty else { return }
        switch content {
        case .head:
            var choice = choice
            choice.series = Set(places.map(\.identity))
            let head = try ReadHead(path, choice, selection, budget)
            ownDiagnostics += head.diagnostics
            readHead = ReadHeadBox(head)
        case .block(let block):
            guard block.tombstones?.intervals ?? 0 > 0 else { return }
            let references = Set(places.map { UInt64(block.index.seriesReference(at: $0.offset)) })
            var deleted: [UInt64: [ClosedRange<Int64>]] = [:]
            try Tombstones.forEach(in: path + "/tombstones") { reference, first, last in
                guard first <= last, references.contains(reference) else { return }
                deleted[reference, default: []].append(first...last)
            }
            self.deleted = deleted
        }
    }

    /// Appends what the part has of a chosen series, and its labels if nothing gave them so far.
    func append(_ place: SeriesChoice.Place, to series: inout SampledSeries) {
        switch content {
        case .head:
            guard let box = readHead, box.head.append(place.identity, to: &series) else { return }
            if series.labels.isEmpty { series.labels = box.head.labels(place.identity) }
        case .block(let block):
            do throws(Diagnostic) {
                _ = try block.readEntry(at: place.offset, into: &entry)
            } catch {
                ownDiagnostics.append(part.damage ?? error)
                return
            }
            let start = series.samples.count
            let histograms = skipped.histograms
            for chunk in entry.chunks where selection.overlaps(chunk.first, chunk.last) {
                files.append(chunk.reference, in: selection, to: &series.samples, &skipped)
            }
            series.histograms += skipped.histograms - histograms
            if let deleted = deleted[UInt64(block.index.seriesReference(at: place.offset))] {
                let kept = series.samples[start...].filter { sample in
                    !deleted.contains { $0.contains(sample.time) }
                }
                series.samples.replaceSubrange(start..., with: kept)
            }
            if series.labels.isEmpty { series.labels = labels(entry.pairs) }
        }
    }

    private func labels(_ pairs: [UInt32]) -> [(name: String, value: String)] {
        var labels = part.externalLabels.map { (name: $0.name, value: $0.value) }
        func text(_ symbol: UInt32) -> String { part.withSymbol(symbol) { String(decoding: $0, as: UTF8.self) } }
        for index in stride(from: 0, to: pairs.count - 1, by: 2) where !hidden.contains(pairs[index]) {
            labels.append((text(pairs[index]), text(pairs[index + 1])))
        }
        labels.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return labels
    }
}
