/// Reads float samples of chosen series from sources, series by series.
///
/// Blocks are read chunk by chunk as their series are wanted. A head is read once, and the samples of its chosen series
/// are held, 32 bytes each: that is what the memory budget has to allow. The same samples of a series in several parts
/// are handed out once; what was deleted is not. Of native histograms nothing is read.
package struct SampleReading {
    /// What cannot be read, and sources that have no samples.
    package private(set) var diagnostics: [Diagnostic] = []
    /// Whether any source has samples: files such as snapshots and blocks without chunks have none.
    package private(set) var hasSamples = false
    /// The metrics that have chosen series, by name.
    package var metrics: [SampledMetric] { choices.map(\.summary) }

    private let request: SampleRequest
    private var parts: [SampledPart] = []
    private var choices: [SeriesChoice] = []
    private let seed = UInt64.random(in: .min ... .max)
    private let memory: MemoryReservation

    /// Opens the sources and chooses series. Throws when none can be opened, or when the budget does not suffice.
    package init(opening sources: [String], _ request: SampleRequest) throws(Diagnostic) {
        self.request = request
        memory = MemoryReservation(request.budget)
        // Without a selection blocks need no survey, and a head passes over its samples.
        let options = SourceOptions(selection: Selection(), readsActivity: false, threads: 1, budget: request.budget)
        var opened = 0
        for path in sources {
            // A file, be it a snapshot or an exposition, has series at most; a stream could not be read again.
            if path == "-" || Directory.exists(path) && !Directory.isDirectory(path) {
                diagnostics.append(
                    Diagnostic(.warning, file: path, "has no samples over time; data directories and blocks have"))
                opened += 1
                continue
            }
            do throws(Diagnostic) {
                let source = try SourceOpener.open(path, options)
                diagnostics += source.diagnostics
                add(source.parts)
                opened += 1
            } catch {
                if error.isRefusal { throw error }
                diagnostics.append(error)
            }
        }
        if opened == 0, let first = diagnostics.first { throw first }
        try choose()
    }

    private mutating func add(_ opened: [any SeriesPart]) {
        // Prometheus reads a head from where its blocks end.
        let blockEnd = opened.lazy.compactMap { ($0 as? Block)?.meta.maxTime }.max() ?? .min
        for part in opened {
            guard let selection = request.selection.deciding(part.externalLabels) else { continue }
            guard let sampled = SampledPart(part, selection, seed: seed, minTime: blockEnd, request.budget) else {
                diagnostics.append(
                    Diagnostic(.warning, file: part.summary.path, "has no chunk files, so it has no samples"))
                continue
            }
            hasSamples = true
            parts.append(sampled)
        }
    }

    // MARK: - Choosing

    private mutating func choose() throws(Diagnostic) {
        let wanted = request.metrics.map { Set($0.map { Array($0.utf8) }) }
        var numbers: [[UInt8]: Int] = [:]
        var chosen: [SeriesChoice] = []
        for number in parts.indices {
            do throws(Diagnostic) {
                try parts[number].forEachMetric { metric, name throws(Diagnostic) in
                    guard wanted?.contains(name) ?? true else { return }
                    let index = numbers[name] ?? chosen.count
                    if index == chosen.count {
                        numbers[name] = index
                        chosen.append(SeriesChoice(name, limit: request.seriesPerMetric, memory))
                    }
                    let file = parts[number].path
                    try parts[number].forEachSeries(of: metric) { identity, offset throws(Diagnostic) in
                        try chosen[index].add(.init(identity: identity, part: number, offset: offset), file: file)
                    }
                }
            } catch {
                if error.isRefusal { throw error }
                diagnostics.append(parts[number].damage ?? error)
                for index in chosen.indices { chosen[index].remove(part: number) }
            }
        }
        for index in chosen.indices { chosen[index].cut() }
        choices = chosen.filter { !$0.places.isEmpty }.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    // MARK: - Reading

    /// Calls `body` with each chosen series that has samples in the time range, metric by metric.
    ///
    /// Throws when the budget does not suffice; what cannot be read is in `diagnostics` afterwards.
    package mutating func forEachSeries(_ body: (SampledSeries) -> Void) throws(Diagnostic) {
        for number in parts.indices {
            do throws(Diagnostic) {
                try parts[number].prepare(choices.flatMap { choice in choice.places.filter { $0.part == number } })
            } catch {
                if error.isRefusal { throw error }
                diagnostics.append(error)
            }
        }
        var series = SampledSeries()
        for choice in choices {
            var next = 0
            while next < choice.places.count {
                let first = next
                series.labels.removeAll(keepingCapacity: true)
                series.samples.removeAll(keepingCapacity: true)
                series.histograms = 0
                while next < choice.places.count, choice.places[next].identity == choice.places[first].identity {
                    let place = choice.places[next]
                    parts[place.part].append(place, to: &series)
                    next += 1
                }
                guard !series.samples.isEmpty || series.histograms > 0 else { continue }
                series.metric = String(decoding: choice.name, as: UTF8.self)
                series.putInOrder()
                body(series)
            }
        }
        for part in parts { diagnostics += part.finalDiagnostics }
    }
}

extension SampledSeries {
    /// Sorts what came from several chunks and parts; of samples of the same time the first stays.
    mutating func putInOrder() {
        var isSorted = true
        for index in samples.indices.dropFirst() where samples[index].time <= samples[index - 1].time {
            isSorted = false
            break
        }
        guard !isSorted else { return }
        // Sorting is stable by comparing places too.
        let order = samples.indices.sorted { (samples[$0].time, $0) < (samples[$1].time, $1) }
        var sorted: [Sample] = []
        sorted.reserveCapacity(samples.count)
        for index in order where sorted.last?.time != samples[index].time { sorted.append(samples[index]) }
        samples = sorted
    }
}
