package import PromQL

/// What one matcher of a selector does to the series of the metrics that the selector names.
package struct MatcherEffect: Sendable {
    package let matcher: Matcher
    /// Series that this matcher alone accepts.
    package let accepted: Int
    /// Series that have the label, and the number of its values.
    package let labelled: Int
    package let values: Int
}

/// What a selector selects, whenever that was.
package struct SelectorEffect: Sendable {
    /// Names of the metrics it can select that have series, sorted.
    package let metrics: [String]
    /// Series of these metrics, and those among them that every matcher accepts.
    package let series: Int
    package let selected: Int
    /// One for each matcher but those on the name, in the order they are written.
    package let matchers: [MatcherEffect]
}

extension SeriesIndex {
    /// What each matcher of a selector does, over all series of its metrics whatever their times.
    package func effect(of selector: Selector) -> SelectorEffect {
        let symbols = EvaluationSymbols(symbols)
        let named = metrics(named: selector.matchers.filter { $0.name == Matcher.nameLabel })
        let others = selector.matchers.filter { $0.name != Matcher.nameLabel }
        let effects = others.map { effect(of: $0, on: named, symbols) }
        var selected = 0
        var conditions = others.map { condition($0) }
        for metric in named {
            var rows: [UInt32]?
            let isEmpty = conditions.indices.contains { index in
                !conditions[index].filter(metric.column(conditions[index].label), &rows, count: metric.count, symbols)
            }
            if !isEmpty { selected += rows?.count ?? metric.count }
        }
        return SelectorEffect(
            metrics: named.map { symbols.text($0.name) }.sorted(), series: named.reduce(0) { $0 + $1.count },
            selected: selected, matchers: effects)
    }

    /// Whether any series has a label, of all those of the metrics that a selector names.
    package func hasLabel(_ label: String, on selector: Selector) -> Bool {
        guard let name = symbols.find(label) else { return false }
        return metrics(named: selector.matchers.filter { $0.name == Matcher.nameLabel }).contains { metric in
            guard let column = metric.column(name) else { return false }
            return (0..<UInt32(metric.count)).contains { column[$0] != SymbolPool.empty }
        }
    }

    /// The values of a label over all series of the metrics that a selector names, each with how many series have it, in
    /// the order of their bytes.
    package func values(of label: String, on selector: Selector) -> [(value: String, series: Int)] {
        guard let name = symbols.find(label) else { return [] }
        var counts: [UInt32: Int] = [:]
        for metric in metrics(named: selector.matchers.filter({ $0.name == Matcher.nameLabel })) {
            guard let column = metric.column(name) else { continue }
            for row in 0..<UInt32(metric.count) { counts[column[row], default: 0] += 1 }
        }
        counts[SymbolPool.empty] = nil
        let texts = counts.map { count in
            (value: symbols.withBytes(count.key) { String(decoding: $0, as: UTF8.self) }, series: count.value)
        }
        return texts.sorted { $0.value.utf8.lexicographicallyPrecedes($1.value.utf8) }
    }

    private func condition(_ matcher: Matcher) -> Condition {
        // A string that the index does not have equals none of its values.
        let value = matcher.bytes.withUnsafeBytes { symbols.find($0) } ?? .max
        return Condition(matcher, label: symbols.find(matcher.name) ?? .max, value: value)
    }

    private func effect(
        of matcher: Matcher, on metrics: [MetricSeries], _ symbols: EvaluationSymbols
    ) -> MatcherEffect {
        var condition = condition(matcher)
        var (accepted, labelled) = (0, 0)
        var values: Set<UInt32> = []
        for metric in metrics {
            let column = metric.column(condition.label)
            var rows: [UInt32]?
            if condition.filter(column, &rows, count: metric.count, symbols) { accepted += rows?.count ?? metric.count }
            guard let column else { continue }
            for row in 0..<UInt32(metric.count) where column[row] != SymbolPool.empty {
                labelled += 1
                values.insert(column[row])
            }
        }
        return MatcherEffect(matcher: matcher, accepted: accepted, labelled: labelled, values: values.count)
    }

    /// The metrics whose names all of these accept.
    func metrics(named matchers: [Matcher]) -> [MetricSeries] {
        if let matcher = matchers.first, matchers.count == 1, matcher.type == .equal {
            let name = matcher.bytes.withUnsafeBytes { symbols.find($0) }
            return name.flatMap { metricOfName[$0] }.map { [metrics[$0]] } ?? []
        }
        return metrics.filter { metric in
            symbols.withBytes(metric.name) { name in matchers.allSatisfy { $0.matches(name) } }
        }
    }
}

extension SeriesIndex {
    /// When any series of a metric had its last sample; `nil` where that is not known, or there is no such metric.
    package func lastSample(of name: String) -> Int64? {
        guard let metric = symbols.find(name).flatMap({ metricOfName[$0] }).map({ metrics[$0] }) else { return nil }
        var last: Int64?
        for row in 0..<UInt32(metric.count) {
            guard let time = metric.lifetimes.last(of: row) else { return nil }
            last = max(last ?? time, time)
        }
        return last
    }
}
