/// Taking over the series of a part, such as the snapshot that a receiver wrote before it was stopped.
extension StreamSeries {
    /// Adds the series of `part` with their times. Throws when the part is damaged, or memory does not suffice.
    package func load(_ part: any SeriesPart) throws(Diagnostic) {
        var batch = SeriesBatch()
        var row = LoadedRow()
        for metric in part.metrics.indices {
            row.metric = part.metrics[metric].name
            var position = SeriesPosition()
            while try part.read(metric: metric, from: &position, into: &batch) {
                try load(batch, of: part, &row)
                batch.removeAll()
            }
        }
        if let damage = part.damage { throw damage }
        for (symbol, description) in part.metadata {
            let name = part.withSymbol(symbol) { String(decoding: $0, as: UTF8.self) }
            withTable { $0.describe(name, description) }
        }
    }

    private func load(_ batch: borrowing SeriesBatch, of part: any SeriesPart, _ row: inout LoadedRow)
        throws(Diagnostic)
    {
        var start = 0
        for index in batch.rows.indices {
            let entry = batch.rows[index]
            row.pairs.removeLast(row.pairs.count - 2 * entry.shared)
            for pair in start..<entry.end { row.pairs.append(batch.pairs[pair]) }
            start = entry.end
            row.fill(from: part)
            let isAdded = withTable { table in
                let labels = row.labels.span
                let bytes = row.bytes.span.bytes
                let hash = table.hash(labels, in: bytes)
                guard let added = try? table.add(labels, in: bytes, hash: hash) else { return false }
                if entry.first != SeriesBatch.noTime { table.restore(added, first: entry.first, last: entry.last) }
                return true
            }
            guard isAdded else {
                throw MemoryBudget.refusal(
                    needed: budget.limit, limit: budget.limit, for: "what was kept of the series",
                    file: part.summary.path)
            }
        }
    }
}

/// A row on its way from a part to a table.
private struct LoadedRow {
    /// Interleaved references to the part's symbols.
    var pairs: [UInt32] = []
    /// The part's symbol of the metric's name: rows of snapshots do not have it among their labels.
    var metric = MetricExtent.noName
    var labels: [LabelBytes] = []
    var bytes: [UInt8] = []

    mutating func fill(from part: any SeriesPart) {
        labels.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        if metric != MetricExtent.noName {
            labels.append(LabelBytes(name: append(Self.metricName), value: append(metric, of: part)))
        }
        for index in stride(from: 0, to: pairs.count, by: 2) {
            let name = append(pairs[index], of: part)
            if bytes[name.range].elementsEqual(Self.metricName) { continue }
            labels.append(LabelBytes(name: name, value: append(pairs[index + 1], of: part)))
        }
        bytes.append(contentsOf: repeatElement(0, count: StreamTable.padding))
    }

    private static let metricName = "__name__".utf8

    private mutating func append(_ text: String.UTF8View) -> ByteRange {
        let start = bytes.count
        bytes.append(contentsOf: text)
        return ByteRange(start: start, count: bytes.count - start)
    }

    private mutating func append(_ symbol: UInt32, of part: any SeriesPart) -> ByteRange {
        let start = bytes.count
        part.withSymbol(symbol) { bytes.append(contentsOf: $0) }
        return ByteRange(start: start, count: bytes.count - start)
    }
}
