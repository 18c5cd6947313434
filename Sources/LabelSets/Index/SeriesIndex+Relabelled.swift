package import Relabel
package import TSDB

extension SeriesIndex {
    /// The index as it would be if these rules had been applied to the series of some metrics.
    ///
    /// Series that become equal are one, which lived when any of them did. Rules that change a metric's name are not
    /// followed: its series stay under the old one.
    ///
    /// - Parameter required: Labels without which a series does not come by where the rules are applied.
    package func relabelled(
        by relabelling: Relabelling, metrics names: Set<String>, requiring required: [String]
    ) throws(Diagnostic) -> SeriesIndex {
        var symbols = symbols
        let old = self.symbols
        let source = SymbolSource(
            count: old.count, withSymbol: { old.withBytes($0, $1) },
            forEach: { body in for number in 0..<UInt32(old.count) { old.withBytes(number) { body(number, $0) } } })
        var engine = SeriesRelabelling(relabelling, source)
        let memory = memory.map { MemoryReservation($0.budget) }
        var changed: [MetricSeries] = []
        changed.reserveCapacity(metrics.count)
        for metric in metrics {
            let name = old.withBytes(metric.name) { String(decoding: $0, as: UTF8.self) }
            guard names.contains(name) else {
                changed.append(metric)
                continue
            }
            try memory?.require(
                metric.count * (metric.columns.count + 8) * 4, for: "the series as rules would leave them", file: "")
            let labels = required.map { old.find($0) ?? .max }
            changed.append(RelabelledMetric(metric, nameLabel, requiring: labels, &engine, &symbols).series)
        }
        return SeriesIndex(
            metrics: changed, symbols: symbols, nameLabel: nameLabel, times: times, parts: parts,
            sourceNames: sourceNames, diagnostics: diagnostics, memory: memory)
    }
}

/// The series of one metric as rules leave them, each once.
private struct RelabelledMetric {
    private(set) var series: MetricSeries
    private var columns: [[UInt32]] = []
    private var columnOfName: [UInt32: Int] = [:]
    private var table = RowTable()
    private var hashes: [UInt64] = []
    /// Numbers of strings that rules made.
    private var made: [UInt32: UInt32] = [:]

    init(
        _ metric: MetricSeries, _ nameLabel: UInt32, requiring required: [UInt32], _ engine: inout SeriesRelabelling,
        _ symbols: inout SymbolPool
    ) {
        series = MetricSeries(name: metric.name)
        let old = UInt32(symbols.count)
        let needed = required.map { metric.column($0) }
        var output = RelabelledRows(repeatsUnchanged: true)
        var pairs: [UInt32] = []
        for row in 0..<UInt32(metric.count) {
            pairs = [nameLabel, metric.name]
            for column in metric.columns where column[row] != SymbolPool.empty { pairs += [column.name, column[row]] }
            guard needed.allSatisfy({ $0.map { $0[row] != SymbolPool.empty } ?? false }) else {
                add(pairs, nameLabel, metric.lifetimes, row)
                continue
            }
            output.removeAll()
            engine.add(pairs.span, into: &output)
            if case .dropped = output.verdict(of: 0) { continue }
            pairs = output.pairs(of: 0).map { number in
                number < old ? number : self.number(of: number, engine, &symbols)
            }
            add(pairs, nameLabel, metric.lifetimes, row)
        }
        series.lifetimes.finish()
        for (name, column) in columnOfName.sorted(by: { $0.value < $1.value }) {
            series.columns.append(LabelColumn(name, .stored(columns[column])))
        }
    }

    private mutating func number(
        of reference: UInt32, _ engine: borrowing SeriesRelabelling, _ symbols: inout SymbolPool
    ) -> UInt32 {
        if let known = made[reference] { return known }
        let number = engine.bytes(reference).withUnsafeBytes { symbols.intern($0) }
        made[reference] = number
        return number
    }

    private mutating func add(_ pairs: [UInt32], _ nameLabel: UInt32, _ lifetimes: Lifetimes, _ row: UInt32) {
        var values = [UInt32](repeating: SymbolPool.empty, count: columns.count)
        var hash: UInt64 = 0
        for index in stride(from: 0, to: pairs.count - 1, by: 2) where pairs[index] != nameLabel {
            let column = column(of: pairs[index])
            if column >= values.count {
                values += [UInt32](repeating: SymbolPool.empty, count: column + 1 - values.count)
            }
            values[column] = pairs[index + 1]
            hash &+= RowHash.label(pairs[index], pairs[index + 1])
        }
        let known = table.find(hash) { other in
            hashes[Int(other)] == hash && columns.indices.allSatisfy { columns[$0][Int(other)] == values[$0] }
        }
        if let known {
            for lifetime in lifetimes.all(of: row) { series.lifetimes.add(lifetime, to: known) }
            return
        }
        let new = UInt32(series.count)
        table.insert(hash, new)
        hashes.append(hash)
        for column in columns.indices { columns[column].append(values[column]) }
        let all = lifetimes.all(of: row)
        series.lifetimes.append(all[0])
        for lifetime in all.dropFirst() { series.lifetimes.add(lifetime, to: new) }
        series.count += 1
    }

    private mutating func column(of name: UInt32) -> Int {
        if let known = columnOfName[name] { return known }
        columnOfName[name] = columns.count
        columns.append([UInt32](repeating: SymbolPool.empty, count: series.count))
        return columns.count - 1
    }
}
