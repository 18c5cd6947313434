import TSDB

/// Looks quickly for labels whose removal spares series; what it finds is replayed before it is believed.
///
/// A label set's hash is the sum of its labels' hashes, so that removing a label is a subtraction.
struct LabelSearch {
    private let series: MetricSeries
    private let scrapeInterval: Int64
    /// Rows that are looked at: those that are still there.
    private let rows: [Int]
    private let hashes: [UInt64]
    private let seed = UInt64.random(in: .min ... .max)

    init(_ series: MetricSeries, _ state: MetricReplay.Outcome, scrapeInterval: Int64) {
        self.series = series
        self.scrapeInterval = scrapeInterval
        rows = (0..<series.rows).filter { !state.isDropped[$0] }
        var hashes = [UInt64](repeating: 0, count: rows.count)
        for (number, column) in series.columns.enumerated() {
            for (index, row) in rows.enumerated() {
                let value = column.values[row]
                if value != MetricSeries.absent { hashes[index] &+= Self.hash(number, value, seed) }
            }
        }
        self.hashes = hashes
    }

    private static func hash(_ column: Int, _ value: UInt32, _ seed: UInt64) -> UInt64 {
        var z = (UInt64(truncatingIfNeeded: column) &<< 32 | UInt64(value)) ^ seed
        z = (z ^ (z &>> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z &>> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z &>> 31)
    }

    private func hashes(without labels: [String]) -> [UInt64] {
        var hashes = hashes
        for label in labels {
            guard let number = series.column(label) else { continue }
            for (index, row) in rows.enumerated() where series.isReached[row] {
                let value = series.columns[number].values[row]
                if value != MetricSeries.absent { hashes[index] &-= Self.hash(number, value, seed) }
            }
        }
        return hashes
    }

    /// Series fewer than there are rows.
    func saved(removing labels: [String]) -> Int { rows.count - Self.distinct(hashes(without: labels)) }

    private static func distinct(_ hashes: [UInt64]) -> Int {
        var capacity = 16
        while capacity < hashes.count * 2 { capacity *= 2 }
        var slots = [UInt64](repeating: 0, count: capacity)
        var count = 0
        for hash in hashes {
            // 0 stands for a free slot; a hash that is 0 counts as 1.
            let hash = max(hash, 1)
            var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
            while slots[slot] != 0, slots[slot] != hash { slot = (slot &+ 1) & (capacity - 1) }
            if slots[slot] == 0 {
                slots[slot] = hash
                count += 1
            }
        }
        return count
    }

    /// Whether rows that become equal follow one another in time, a scrape interval apart.
    func isClean(removing labels: [String]) -> Bool {
        let hashes = hashes(without: labels)
        let order = rows.indices.sorted { one, other in
            hashes[one] == hashes[other]
                ? series.first[rows[one]] < series.first[rows[other]] : hashes[one] < hashes[other]
        }
        var previous: Int?
        for index in order {
            defer { previous = index }
            guard let previous, hashes[previous] == hashes[index] else { continue }
            let (first, last) = (series.first[rows[index]], series.last[rows[previous]])
            if first == SeriesBatch.noTime || series.first[rows[previous]] == SeriesBatch.noTime { return false }
            if first <= last || first - last < scrapeInterval { return false }
        }
        return true
    }

    /// The labels less those that spare nothing more.
    func withoutIdle(_ labels: [String]) -> [String] {
        var kept = labels
        let whole = saved(removing: kept)
        for label in labels where kept.count > 1 {
            let fewer = kept.filter { $0 != label }
            if saved(removing: fewer) == whole { kept = fewer }
        }
        return saved(removing: kept) > 0 ? kept : []
    }
}
