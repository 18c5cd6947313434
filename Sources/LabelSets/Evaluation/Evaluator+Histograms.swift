import PromQL

extension Evaluator {
    /// One series for each classic histogram: for all buckets that differ in `le` alone.
    mutating func quantiles(_ input: VectorValue, _ call: Call, _ range: Range<Int>) -> VectorValue {
        let le = symbols.intern("le")
        guard let series = input.series else {
            var result = input
            result.openLabels.removeAll { $0 == le || $0 == index.nameLabel }
            result.bound(.rowLimit)
            return result
        }
        let buckets = series.filtered { row in series[le].map { isNumber($0[row]) } ?? false }
        let isClassic = call.isOfBuckets
        // What has no bound may be native histograms, which the labels do not tell.
        let used =
            isClassic
            ? buckets
            : series.filtered { row in
                series[le].map { $0[row] == SymbolPool.empty || isNumber($0[row]) } ?? true
            }
        if buckets.count == 0, series.count > 0 {
            problems.append(
                EvaluationProblem(
                    kind: .noBuckets, range: range, isCertain: isClassic, keys: 0, largest: 0, examples: []))
        }
        // Buckets of several metrics make several histograms, which then have the same labels.
        let groups = KeyGroups(used, KeyColumns(used, ignoring: [le]))
        var result = input.with(used.choosing(groups.rows).removing([le]))
        if !input.isFollowed { result.bound(input.isExact ? [.choice] : input.reasons) }
        if used.count > buckets.count { result.bound(.nativeHistograms) }
        return withoutName(result, range)
    }

    /// `histogram_quantiles()`: each histogram several times, told apart by a label.
    mutating func severalQuantiles(_ input: VectorValue, _ call: Call, _ range: Range<Int>) -> VectorValue {
        let each = quantiles(input, call, range)
        let (most, overflow) = each.limit.multipliedReportingOverflow(by: max(1, call.arguments.count - 2))
        var labels = each.labels
        if let name = call.arguments.dropFirst().first?.literalText { labels.append(symbols.intern(name)) }
        var result = VectorValue(atMost: overflow ? .max : most, labels: labels, .labelsFromValues)
        result.inherit(input)
        return result
    }

    private func isNumber(_ value: UInt32) -> Bool {
        value != SymbolPool.empty && Double(symbols.text(value)) != nil
    }
}

extension Call {
    /// Whether it reads nothing but series named as buckets, which native histograms never are.
    fileprivate var isOfBuckets: Bool {
        let selectors = arguments.flatMap(\.selectors)
        return !selectors.isEmpty
            && selectors.allSatisfy { vector in
                vector.selector.metricNames?.allSatisfy { $0.hasSuffix("_bucket") } ?? false
            }
    }
}
