import PromQL

extension Evaluator {
    mutating func evaluate(_ aggregation: Aggregation, _ frame: TimeFrame) -> VectorValue {
        let input = evaluate(aggregation.expression, frame)
        if let parameter = aggregation.parameter { _ = evaluate(parameter, frame) }
        switch aggregation.aggregator {
        case .topk, .bottomk, .limitk: return choose(input, aggregation, frame)
        case .limitRatio:
            var result = input
            result.bound(.choice)
            return result
        case .countValues: return countValues(input, aggregation, frame)
        default: return group(input.series == nil ? narrowed(aggregation, frame) ?? input : input, aggregation)
        }
    }

    /// The series of a selector with the labels to group by alone, where there is no room for all labels.
    private mutating func narrowed(_ aggregation: Aggregation, _ frame: TimeFrame) -> VectorValue? {
        guard case .vector(let selector) = aggregation.expression.unwrapped.kind, !aggregation.grouping.isWithout
        else { return nil }
        return select(selector, frame, keeping: aggregation.grouping.labels.map { symbols.intern($0.name) })
    }

    /// The labels that a group keeps, of those that are there.
    private mutating func keptLabels(_ grouping: Grouping, of labels: [UInt32]) -> [UInt32] {
        var named = grouping.labels.map { symbols.intern($0.name) }
        guard grouping.isWithout else { return labels.filter { named.contains($0) } }
        named.append(index.nameLabel)
        return labels.filter { !named.contains($0) }
    }

    private mutating func group(_ input: VectorValue, _ aggregation: Aggregation) -> VectorValue {
        let kept = keptLabels(aggregation.grouping, of: input.labels)
        guard let series = input.series else {
            var result = input
            result.openLabels = kept
            result.matching = nil
            result.bound(.rowLimit, atMost: kept.isEmpty ? 1 : .max)
            if kept.isEmpty, input.isExact, input.limit > 0 { result.settle(exactly: 1) }
            return result
        }
        let groups = KeyGroups(series, KeyColumns(series, labels: kept))
        var result = input.with(series.choosing(groups.rows).keeping(kept))
        // Of which groups the series are that are not there is not known, unless there is only one group.
        if !input.isFollowed {
            result.bound(input.isExact ? [.choice] : input.reasons)
            if input.isExact, input.limit > 0, groups.count == 1 { result.settle(exactly: 1) }
        }
        result.matching = nil
        return result
    }

    /// `topk` and its like: how many is known, which is not.
    private mutating func choose(
        _ input: VectorValue, _ aggregation: Aggregation, _ frame: TimeFrame
    ) -> VectorValue {
        var result = input
        result.matching = nil
        guard let number = aggregation.parameter?.literalNumber else {
            result.bound(.parameter)
            return result
        }
        let most = number >= 1 ? Int(clamping: Int64(min(number, 1e15))) : 0
        if most == 0 { return with(input, .none) }
        guard let series = input.series else {
            let isOneGroup =
                frame.isInstant && !aggregation.grouping.isWithout && aggregation.grouping.labels.isEmpty
            result.bound(.choice, atMost: isOneGroup ? most : .max)
            if isOneGroup, input.isExact { result.settle(exactly: min(most, input.limit)) }
            return result
        }
        let kept = keptLabels(aggregation.grouping, of: input.labels)
        let sizes = KeyGroups(series, KeyColumns(series, labels: kept)).sizes
        let total = sizes.reduce(0) { $0 + min(most, $1) }
        if total == series.count { return result }
        guard frame.isInstant else {
            // Others may be the largest at every step.
            result.bound(.choice)
            return result
        }
        result.bound(.choice, atMost: total)
        if input.isFollowed { result.settle(exactly: total) }
        return result
    }

    private func with(_ input: VectorValue, _ series: SeriesSet) -> VectorValue {
        var result = VectorValue(series)
        result.inherit(input)
        return result
    }

    /// One series for each value of each group: at most one for each series of the input.
    private mutating func countValues(
        _ input: VectorValue, _ aggregation: Aggregation, _ frame: TimeFrame
    ) -> VectorValue {
        var labels = keptLabels(aggregation.grouping, of: input.labels)
        if let name = aggregation.parameter?.literalText { labels.append(symbols.intern(name)) }
        let (most, overflow) = input.limit.multipliedReportingOverflow(by: frame.steps)
        var result = VectorValue(atMost: overflow ? .max : most, labels: labels, .labelsFromValues)
        result.inherit(input)
        return result
    }
}
