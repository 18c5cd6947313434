/// Room for series that are sent now, where series that are not sent any more have it.
extension StreamTable {
    /// Fewer than this share is not worth moving all the others for.
    private static let worthwhile = 10
    /// Milliseconds before room is sought again.
    private static let patience: Int64 = 60_000

    /// Forgets the series whose last sample is older than `cutoff`, in place, and hands the hash of each to `gone`.
    ///
    /// Returns whether there is room now. Rows move, so it is not done while a part of the table is read, nor for
    /// little, nor more than once a minute; it takes about a microsecond for each series that stays.
    package mutating func makeRoom(
        forgettingBefore cutoff: Int64, at now: Int64, gone: (UInt64) -> Void
    ) -> Bool {
        guard now - Self.patience >= lastSearch, !readers.areAny else { return false }
        lastSearch = now
        let old = count - count(since: cutoff)
        guard old * Self.worthwhile >= count, old > 0 else { return false }
        for row in 0..<states.count where states[row].last < cutoff {
            gone(hash(ofRow: UInt32(row)))
            forget(row)
        }
        let kept = keptSymbols(since: cutoff)
        // Every table gets smaller or stays as it is: none asks for memory.
        guard let numbers = try? series.forget(allBut: { states[$0].last >= cutoff }, symbols: kept) else {
            return false
        }
        renumber(numbers)
        var next = 0
        index.clear()
        for row in 0..<states.count where states[row].last >= cutoff {
            states[next] = states[row]
            next += 1
        }
        states.setCount(next)
        followers.setCount(next)
        for row in 0..<next { followers[row] = UInt32(row) + 1 }
        latest = Self.noRow
        for row in 0..<UInt32(next) {
            try? index.insert(UInt32(truncatingIfNeeded: hash(ofRow: row)), row: row)
        }
        return true
    }

    /// Takes a row out of the counts of its metric and its owner.
    private mutating func forget(_ row: Int) {
        let state = states[row]
        metrics.base[Int(state.metric)].series &-= 1
        metricBytes.base[Int(state.metric)] -= series.open(UInt32(row)).entryBytes
        owners.base[Int(state.owner)].series &-= 1
    }

    /// The same as of the labels when they were sent.
    private func hash(ofRow row: UInt32) -> UInt64 {
        var cursor = series.open(row)
        var hash = seed
        for name in series.schemas.names(cursor.schema) {
            let name = series.symbols.bytes(name)
            let value = series.symbols.bytes(UInt32(truncatingIfNeeded: cursor.varint()))
            guard let nameBase = name.baseAddress, let valueBase = value.baseAddress else { continue }
            let nameHash = PaddedBytes.hash64(nameBase, count: name.count, seed: seed)
            hash = hash &+ PaddedBytes.hash64(valueBase, count: value.count, seed: nameHash)
        }
        return hash
    }

    /// The strings of the rows that stay, of all label names, metrics and owners.
    private func keptSymbols(since cutoff: Int64) -> [Bool] {
        var kept = [Bool](repeating: false, count: series.symbols.count)
        kept[Int(HeadSymbols.metricName)] = true
        for schema in 0..<UInt32(series.schemas.count) {
            for name in series.schemas.names(schema) { kept[Int(name)] = true }
        }
        for metric in 0..<metricNames.count where metricNames[metric] != MetricExtent.noName {
            kept[Int(metricNames[metric])] = true
        }
        for symbol in ownerSymbols { if let symbol { kept[Int(symbol)] = true } }
        for values in ownerValues { for value in values where value != Self.absent { kept[Int(value)] = true } }
        for row in 0..<states.count where states[row].last >= cutoff {
            var cursor = series.open(UInt32(row))
            for _ in series.schemas.names(cursor.schema) { kept[Int(cursor.varint())] = true }
        }
        return kept
    }

    private mutating func renumber(_ numbers: [UInt32]) {
        func new(_ symbol: UInt32) -> UInt32 { symbol == Self.absent ? symbol : numbers[Int(symbol)] }
        for place in 0..<metricNumbers.count { metricNumbers[place] = 0 }
        for metric in 0..<metricNames.count {
            let name = new(metricNames[metric])
            metricNames[metric] = name
            metricNumbers[name == MetricExtent.noName ? 0 : Int(name) + 1] = UInt32(metric) + 1
        }
        ownerSymbols = ownerSymbols.map { $0.map(new) }
        ownerValues = ownerValues.map { $0.map(new) }
        ownerNumbers = Dictionary(
            ownerValues.enumerated().map { ($1, UInt32($0)) }, uniquingKeysWith: { first, _ in first })
        metadata = Dictionary(metadata.map { (new($0), $1) }, uniquingKeysWith: { first, _ in first })
    }
}
