import Cardinality

/// Which rows of a list are shown, in which order, by index: a list of millions is neither copied nor sorted whole for
/// the few rows that are looked at.
struct RowOrder: Sequence {
    private let count: Int
    /// Nil for the list's own order.
    private let indices: [Int]?

    /// The first `limit` of `count` rows (nil: all) in the order of `precedes`, or in their own without it.
    init(count: Int, limit: Int?, precedes: ((Int, Int) -> Bool)? = nil) {
        self.count = Swift.min(count, limit ?? count)
        guard let precedes else {
            indices = nil
            return
        }
        // Ties keep the list's own order.
        func isBefore(_ left: Int, _ right: Int) -> Bool {
            if precedes(left, right) { return true }
            return left < right && !precedes(right, left)
        }
        guard let limit, limit < count / 8 else {
            indices = Array((0..<count).sorted(by: isBefore).prefix(limit ?? count))
            return
        }
        var best: [Int] = []
        for row in 0..<count {
            if best.count == limit, let last = best.last, !isBefore(row, last) { continue }
            var low = 0
            var high = best.count
            while low < high {
                let middle = (low + high) / 2
                if isBefore(best[middle], row) { low = middle + 1 } else { high = middle }
            }
            best.insert(row, at: low)
            if best.count > limit { best.removeLast() }
        }
        indices = best
    }

    func makeIterator() -> AnyIterator<Int> {
        if let indices { return AnyIterator(indices.makeIterator()) }
        return AnyIterator((0..<count).makeIterator())
    }
}

extension SeriesCounts {
    /// What `key` sorts by, larger first; nil when unknown, which comes last. Not for names and bytes.
    func rank(_ key: SortKey) -> Double? {
        switch key {
        case .series, .name, .bytes: Double(series)
        case .active: active.map { Double($0) }
        case .new: new.map { Double($0) }
        case .gone: gone.map { Double($0) }
        case .churn: new.map { series == 0 ? 0 : Double($0) / Double(series) }
        }
    }
}

extension CardinalityReport {
    func metricOrder(_ settings: ReportSettings, standard: Int = ReportSettings.standardLimit) -> RowOrder {
        let rows = metrics
        let precedes: ((Int, Int) -> Bool)? =
            switch settings.sort {
            case nil, .series: nil
            case .name: { rows[$0].name < rows[$1].name }
            case .bytes: { rows[$0].bytes > rows[$1].bytes }
            case .some(let key): { Self.isMore(rows[$0].counts.rank(key), rows[$1].counts.rank(key)) }
            }
        return RowOrder(count: rows.count, limit: settings.rows(standard: standard), precedes: precedes)
    }

    /// By values when nobody said otherwise. By series, every label of all series would come first, whatever it does; by
    /// what is left without it, labels that are one to one with another would come last, however many values they have.
    func labelOrder(_ settings: ReportSettings, standard: Int = ReportSettings.standardLimit) -> RowOrder {
        let rows = labels
        let precedes: ((Int, Int) -> Bool)? =
            switch settings.sort {
            case nil: { rows[$0].values > rows[$1].values }
            case .series: nil
            case .name: { rows[$0].name < rows[$1].name }
            case .bytes: { rows[$0].valueBytes > rows[$1].valueBytes }
            case .some(let key): { Self.isMore(rows[$0].counts.rank(key), rows[$1].counts.rank(key)) }
            }
        return RowOrder(count: rows.count, limit: settings.rows(standard: standard), precedes: precedes)
    }

    func pairOrder(_ settings: ReportSettings, standard: Int = ReportSettings.standardLimit) -> RowOrder {
        let rows = labelPairs
        let labels = labels
        let precedes: ((Int, Int) -> Bool)? =
            switch settings.sort {
            case nil, .series, .bytes: nil
            case .name: { labels[rows[$0].label].name < labels[rows[$1].label].name }
            case .some(let key): { Self.isMore(rows[$0].counts.rank(key), rows[$1].counts.rank(key)) }
            }
        return RowOrder(count: rows.count, limit: settings.rows(standard: standard), precedes: precedes)
    }

    func groupOrder(_ settings: ReportSettings, standard: Int = ReportSettings.standardLimit) -> RowOrder {
        let rows = groups
        let precedes: ((Int, Int) -> Bool)? =
            switch settings.sort {
            case nil, .series, .bytes: nil
            case .name:
                { left, right in
                    let texts = { (row: Int) in rows[row].values.map { $0.map { text(of: $0) } ?? "" } }
                    return texts(left).lexicographicallyPrecedes(texts(right))
                }
            case .some(let key): { Self.isMore(rows[$0].counts.rank(key), rows[$1].counts.rank(key)) }
            }
        return RowOrder(count: rows.count, limit: settings.rows(standard: standard), precedes: precedes)
    }

    private static func isMore(_ left: Double?, _ right: Double?) -> Bool { (left ?? -1) > (right ?? -1) }
}

extension MetricRow {
    /// In the index and, where known, in chunks.
    var bytes: Int { indexBytes + (chunkBytes ?? 0) }
}

extension MetricLabelDetail {
    /// Values, most series first unless `--sort` says otherwise.
    func order(_ settings: ReportSettings, _ standard: Int) -> RowOrder {
        let rows = values
        var precedes: ((Int, Int) -> Bool)?
        if let key = settings.sort, key != .series, key != .name, key != .bytes {
            precedes = { (rows[$0].counts.rank(key) ?? -1) > (rows[$1].counts.rank(key) ?? -1) }
        }
        return RowOrder(count: rows.count, limit: settings.rows(standard: standard), precedes: precedes)
    }
}
