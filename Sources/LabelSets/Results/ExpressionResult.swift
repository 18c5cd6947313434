/// What is known of the result of an expression, or of a part of one.
package struct ExpressionResult: Sendable {
    /// The bytes of the expression.
    package let range: Range<Int>
    package let count: SeriesCount
    /// Why `count` is only a bound; empty if it is exact.
    package let reasons: [BoundReason]
    /// Series that its selectors read, those that several read as often as that.
    package let touched: Int
    /// How the sides of a binary operation meet; `nil` for anything else.
    package let matching: MatchSummary?

    let series: SeriesSet?
    /// Labels the series may have where they are not followed.
    let openLabels: [UInt32]
    let symbols: EvaluationSymbols

    /// Whether exactly the series that are followed make up the result, so that `labels` are exact as well.
    package var labelsAreExact: Bool { count.isExact && series?.count == count.limit }

    /// Whether the series are followed. Where not, `labels` knows names alone.
    package var hasSeries: Bool { series != nil }

    /// The labels that series have, sorted by name: each with its values. Those of a bound are the most there can be.
    package func labels(examples: Int = 3) -> [LabelSummary] {
        guard let series else {
            return openLabels.map {
                LabelSummary(name: symbols.text($0), values: nil, series: count.limit, examples: [])
            }
            .sorted { $0.name < $1.name }
        }
        return series.columns.compactMap { summary(of: $0, in: series, examples) }.sorted { $0.name < $1.name }
    }

    /// One label; `nil` if no series has it.
    package func label(_ name: String, examples: Int = 3) -> LabelSummary? {
        guard let series else { return labels().first { $0.name == name } }
        return series.columns.first { symbols.text($0.name) == name }.flatMap { summary(of: $0, in: series, examples) }
    }

    /// Every value of a label, in the order they are met, up to `limit`; `nil` where series are not followed.
    package func values(of name: String, limit: Int = .max) -> [String]? {
        guard series != nil else { return nil }
        return label(name, examples: limit)?.examples ?? []
    }

    /// Up to `limit` series with all their labels, sorted by name.
    package func examples(_ limit: Int) -> [[(name: String, value: String)]] {
        guard let series else { return [] }
        var found: [[(name: String, value: String)]] = []
        series.forEachRow { row in
            guard found.count < limit else { return }
            found.append(symbols.labels(of: row, in: series.columns))
        }
        return found
    }

    /// How many groups its series have by these labels: what an aggregation by them would give, or how many
    /// notifications an alert makes. `nil` where series are not followed.
    package func groups(by names: [String]) -> SeriesCount? {
        guard let series else { return nil }
        let wanted = series.columns.filter { names.contains(symbols.text($0.name)) }.map(\.name)
        let groups = KeyGroups(series, KeyColumns(series, labels: wanted)).count
        return labelsAreExact ? .exact(groups) : .atMost(min(groups, count.limit))
    }

    private func summary(of column: LabelColumn, in series: SeriesSet, _ examples: Int) -> LabelSummary? {
        var carried = 0
        var shown: [UInt32] = []
        var distinct = 0
        switch column.values {
        case .constant(let value):
            guard value != SymbolPool.empty, series.count > 0 else { return nil }
            (carried, distinct, shown) = (series.count, 1, [value])
        case .stored(let values):
            var isSeen = [Bool](repeating: false, count: symbols.count)
            series.forEachRow { row in
                let value = values[Int(row)]
                guard value != SymbolPool.empty else { return }
                carried += 1
                guard !isSeen[Int(value)] else { return }
                isSeen[Int(value)] = true
                distinct += 1
                if shown.count < examples { shown.append(value) }
            }
        }
        guard carried > 0 else { return nil }
        return LabelSummary(
            name: symbols.text(column.name), values: distinct, series: carried,
            examples: shown.prefix(examples).map { symbols.text($0) })
    }
}

/// One label over the series of a result.
package struct LabelSummary: Sendable, Equatable {
    package let name: String
    /// Distinct values, the empty one not counted; `nil` where series are not followed.
    package let values: Int?
    /// Series that have it.
    package let series: Int
    package let examples: [String]
}

/// How the series of the two sides of a binary operation meet.
package struct MatchSummary: Sendable, Equatable {
    package let left: Int
    package let right: Int
    /// Series of each side that have a partner on the other.
    package let leftMatched: Int
    package let rightMatched: Int
}

extension EvaluationSymbols {
    /// The labels that a row has, sorted by name.
    func labels(of row: UInt32, in columns: [LabelColumn]) -> [(name: String, value: String)] {
        columns.filter { $0[row] != SymbolPool.empty }
            .map { (name: text($0.name), value: text($0[row])) }.sorted { $0.name < $1.name }
    }
}
