extension SeriesIndex {
    /// An index of series that are written down, all from one time on, in milliseconds since the epoch, and until another
    /// unless `ends` says otherwise of its metric; a series that is written twice is one.
    package convenience init(
        series: [[(name: String, value: String)]], from first: Int64, to last: Int64, ends: [String: Int64] = [:]
    ) {
        var symbols = SymbolPool()
        let nameLabel = symbols.intern("__name__")
        var rowsOfName: [UInt32: [[UInt32: UInt32]]] = [:]
        var names: [UInt32] = []
        for labels in series {
            var row: [UInt32: UInt32] = [:]
            for label in labels where !label.value.isEmpty {
                row[symbols.intern(label.name)] = symbols.intern(label.value)
            }
            let name = row.removeValue(forKey: nameLabel) ?? SymbolPool.empty
            if rowsOfName[name] == nil { names.append(name) }
            if rowsOfName[name]?.contains(row) != true { rowsOfName[name, default: []].append(row) }
        }
        let lifetime = Lifetime(first: first, last: last)
        let metrics = names.map { name in
            let rows = rowsOfName[name] ?? []
            var metric = MetricSeries(name: name)
            metric.count = rows.count
            for label in Set(rows.flatMap(\.keys)).sorted() {
                metric.columns.append(LabelColumn(label, .stored(rows.map { $0[label] ?? SymbolPool.empty })))
            }
            let text = symbols.withBytes(name) { String(decoding: $0, as: UTF8.self) }
            let own = Lifetime(first: first, last: ends[text] ?? last)
            for _ in rows { metric.lifetimes.append(own) }
            return metric
        }
        let texts = names.map { name in symbols.withBytes(name) { String(decoding: $0, as: UTF8.self) } }
        self.init(
            metrics: metrics, symbols: symbols, nameLabel: nameLabel, times: lifetime, parts: [],
            sourceNames: texts.filter { !$0.isEmpty }.sorted(), diagnostics: [], memory: nil)
    }
}
