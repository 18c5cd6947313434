/// What is asked of a table beside its series.
extension StreamTable {
    /// Series with a sample since then.
    package func count(since time: Int64) -> Int {
        var count = 0
        for row in 0..<states.count where states[row].last >= time { count += 1 }
        return count
    }

    /// The newest sample that is not from the future; nil when there is none.
    package func newestSample(upTo now: Int64) -> Int64? {
        var newest = Int64.min
        for row in 0..<states.count {
            let last = states[row].last
            if last > newest, last <= now { newest = last }
        }
        return newest == .min ? nil : newest
    }

    /// The metrics of the highest rates, and what each has.
    package func busiestMetrics(_ limit: Int) -> [(name: String, counts: StreamCounts)] {
        Self.busiest(metrics, limit).map { number in
            let name = metricNames[number]
            return (name == MetricExtent.noName ? "" : text(name), metrics[number])
        }
    }

    /// The owners of the highest rates: a value, or nil where it is absent, for each of `ownerLabels`; none for those
    /// that found no place of their own.
    package func busiestOwners(_ limit: Int) -> [(values: [String?], counts: StreamCounts)] {
        Self.busiest(owners, limit).map { number in
            (ownerValues[number].map { $0 == Self.absent ? nil : text($0) }, owners[number])
        }
    }

    private static func busiest(_ counts: borrowing Column<StreamCounts>, _ limit: Int) -> [Int] {
        var best: [Int] = []
        func isLess(_ a: Int, _ b: Int) -> Bool {
            (counts[a].recent, counts[a].series) < (counts[b].recent, counts[b].series)
        }
        for number in 0..<counts.count {
            if best.count == limit {
                guard let last = best.last, isLess(last, number) else { continue }
                best.removeLast()
            }
            let place = best.firstIndex { isLess($0, number) } ?? best.count
            best.insert(number, at: place)
        }
        return best
    }

    /// Samples in the slots that rates are taken from.
    package var recentSamples: Int {
        var sum = 0
        for metric in 0..<metrics.count { sum += metrics[metric].recent }
        return sum
    }

    /// Of the whole budget, which others share.
    package var memoryUsed: Int { budget.limit - budget.available }

    func number(ofMetric name: String) -> UInt32? {
        guard let symbol = name.isEmpty ? nil : series.symbols.reference(of: name) else {
            return name.isEmpty ? number(ofSymbolPlace: 0) : nil
        }
        return number(ofSymbolPlace: Int(symbol) + 1)
    }

    private func text(_ symbol: UInt32) -> String { String(decoding: series.symbols.bytes(symbol), as: UTF8.self) }
}
