import TSDB

/// Opens sources and reads the wanted metrics of their parts; starts again without a part that turns out damaged.
struct IndexReading {
    private(set) var parts: [any SeriesPart] = []
    private var diagnostics: [Diagnostic] = []
    private let budget: MemoryBudget
    /// Found while reading, where the summaries are not sure.
    private var found: Lifetime?

    struct Content {
        var metrics: [MetricSeries] = []
        var symbols = SymbolPool()
        var nameLabel: UInt32 = 0
        var memory: MemoryReservation
    }

    /// Why reading stopped.
    private enum Failure: Error {
        case part(Int, Diagnostic)
        case refused(Diagnostic)
    }

    init(
        opening sources: [String], formats: [SourceFormat], selection: Selection, threads: Int, budget: MemoryBudget
    ) throws(Diagnostic) {
        self.budget = budget
        // Without a selection a block need not be surveyed: its postings name the series of every metric.
        let options = SourceOptions(
            selection: selection, readsActivity: true, threads: threads, budget: budget, formats: formats)
        var opened = 0
        for path in sources {
            do throws(Diagnostic) {
                let source = try SourceOpener.open(path, options)
                parts += source.parts
                diagnostics += source.diagnostics
                diagnostics += source.leftOut.map { Diagnostic(.warning, file: $0.path, "was left out: \($0.reason)") }
                opened += 1
            } catch {
                if error.isRefusal { throw error }
                diagnostics.append(error)
            }
        }
        if opened == 0, let first = diagnostics.first { throw first }
    }

    var allDiagnostics: [Diagnostic] { diagnostics + parts.flatMap(\.summary.diagnostics) }

    /// First and last sample of everything, as far as it is known.
    var times: Lifetime? {
        var all = found
        for part in parts {
            guard let first = part.summary.minTime, let last = part.summary.maxTime, first <= last else { continue }
            all = Lifetime(first: min(all?.first ?? first, first), last: max(all?.last ?? last, last))
        }
        return all
    }

    /// The names of all metrics, wanted or not, sorted.
    var metricNames: [String] {
        var names: Set<String> = []
        for part in parts {
            for metric in part.metrics where metric.name != MetricExtent.noName {
                names.insert(part.withSymbol(metric.name) { String(decoding: $0, as: UTF8.self) })
            }
        }
        return names.sorted()
    }

    mutating func read(_ filter: MetricNameFilter) throws(Diagnostic) -> Content {
        while true {
            do throws(Failure) {
                let content = try readParts(filter)
                if let damaged = parts.indices.first(where: { parts[$0].damage != nil }),
                    let damage = parts[damaged].damage
                {
                    throw Failure.part(damaged, damage)
                }
                return content
            } catch {
                switch error {
                case .refused(let diagnostic): throw diagnostic
                case .part(let index, let diagnostic):
                    // What was wrong with the part's bytes matters less than that its file changed.
                    diagnostics.append(parts[index].damage ?? diagnostic)
                    parts.remove(at: index)
                    found = nil
                }
            }
        }
    }

    private mutating func readParts(_ filter: MetricNameFilter) throws(Failure) -> Content {
        let memory = MemoryReservation(budget)
        let tables = PartSymbols.memory(parts)
        do throws(Diagnostic) {
            try memory.require(tables, for: "the tables of strings", file: parts.first?.summary.path ?? "")
        } catch { throw .refused(error) }
        var symbols = PartSymbols(parts)
        var content = Content(memory: memory)
        content.nameLabel = symbols.intern("__name__")
        var batch = SeriesBatch()
        for (name, shares) in wanted(filter, &symbols) {
            let mayRepeat = shares.count > 1 || shares.contains { !parts[$0.part].externalLabels.isEmpty }
            var loader = MetricLoader(name, mayRepeat: mayRepeat, memory: memory)
            for share in shares {
                symbols.select(part: share.part)
                loader.begin(symbols.external)
                var position = SeriesPosition()
                do throws(Diagnostic) {
                    batch.removeAll()
                    while try parts[share.part].read(metric: share.metric, from: &position, into: &batch) {
                        try loader.add(batch, &symbols)
                        batch.removeAll()
                    }
                } catch { throw error.isRefusal ? .refused(error) : .part(share.part, error) }
                note(position)
            }
            content.metrics.append(loader.finish())
        }
        content.symbols = symbols.pool
        memory.release(tables)
        do throws(Diagnostic) {
            try memory.require(
                content.symbols.memory, for: "the strings of labels", file: parts.first?.summary.path ?? "",
                isGrowing: true)
        } catch { throw .refused(error) }
        return content
    }

    private mutating func note(_ position: SeriesPosition) {
        guard position.minTime <= position.maxTime else { return }
        found = Lifetime(
            first: min(found?.first ?? .max, position.minTime), last: max(found?.last ?? .min, position.maxTime))
    }

    /// Where the series of each wanted metric are, by number of its name.
    private func wanted(
        _ filter: MetricNameFilter, _ symbols: inout PartSymbols
    ) -> [(name: UInt32, shares: [(part: Int, metric: Int)])] {
        var wanted: [(name: UInt32, shares: [(part: Int, metric: Int)])] = []
        var indexOfName: [UInt32: Int] = [:]
        for part in parts.indices {
            symbols.select(part: part)
            for (metric, extent) in parts[part].metrics.enumerated() {
                var name = SymbolPool.empty
                if extent.name == MetricExtent.noName {
                    guard filter.accepts(UnsafeRawBufferPointer(start: nil, count: 0)) else { continue }
                } else {
                    guard parts[part].withSymbol(extent.name, filter.accepts) else { continue }
                    name = symbols.number(of: extent.name)
                }
                if let index = indexOfName[name] {
                    wanted[index].shares.append((part, metric))
                } else {
                    indexOfName[name] = wanted.count
                    wanted.append((name, [(part, metric)]))
                }
            }
        }
        return wanted
    }
}
