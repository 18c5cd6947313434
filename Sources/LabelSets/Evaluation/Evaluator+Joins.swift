import PromQL

extension Evaluator {
    /// An operation that pairs series: each of the side with many with the one that has the same key.
    mutating func join(
        _ left: VectorValue, _ right: VectorValue, _ operation: BinaryOperation, _ range: Range<Int>
    ) -> VectorValue {
        let matching = operation.matching
        let sides = MatchedSides(left, right, keyLabels(matching, left, right))
        let isSwapped = matching.group == .right
        let (many, one) = isSwapped ? (right, left) : (left, right)
        if matching.fillLeft != nil || matching.fillRight != nil { return filled(sides, operation) }
        guard let manySet = many.series, let oneSet = one.series, let matches = sides.matches,
            affords(manySet.base.saturated(times: 1 + matching.include.count))
        else {
            return unfollowed(many, one, operation)
        }
        let isOneToOne = matching.group == nil
        let oneKeys = KeyColumns(oneSet, labels: sides.labels)
        let ones = KeyGroups(oneSet, oneKeys)
        let isCertain = sides.areFollowed && left.isSteady && right.isSteady
        var fails = false
        if ones.count < oneSet.count, !manySet.rowsAreEmpty {
            let side: EvaluationProblem.Side = isSwapped ? .left : .right
            problems.append(
                problem(
                    .severalOnOneSide(side), range, isCertain: isCertain, ones, in: oneSet, key: sides.labels))
            // Which partner lends its labels is not known.
            if !isCertain, !matching.include.isEmpty { return unfollowed(many, one, operation, ones.sizes.max() ?? 1) }
            fails = true
        }
        noteMissingPartners(matches.summary, sides, range)

        var paired: [UInt32] = []
        var partners: [UInt32] = []
        ones.match(manySet, KeyColumns(manySet, labels: sides.labels)) { row, group in
            guard let group else { return }
            paired.append(row)
            partners.append(ones.rows[Int(group)])
        }
        var result = many.with(manySet.choosing(paired))
        result.matching = matches.summary
        if isOneToOne {
            let chosen = manySet.choosing(paired)
            let groups = KeyGroups(chosen, KeyColumns(chosen, labels: sides.labels))
            if groups.count < paired.count {
                problems.append(
                    problem(
                        .severalMatchOne(.left), range, isCertain: isCertain && !operation.isFilter, groups, in: chosen,
                        key: sides.labels))
                fails = true
            }
            let labelled = oneToOneLabels(chosen, operation)
            let sets = KeyGroups(labelled, KeyColumns(labelled, ignoring: []))
            result = result.with(labelled.choosing(sets.rows))
            result.bound([], atMost: min(one.limit, groups.count))
        } else {
            var joined = manySet.choosing(paired)
            if !operation.keepsName { joined = joined.removing([index.nameLabel]) }
            include(matching.include.map(\.name), from: oneSet, into: &joined, paired, partners)
            result = distinct(result.with(joined), range)
        }
        settle(&result, sides, operation, fails: fails)
        return result
    }

    private func settle(
        _ result: inout VectorValue, _ sides: MatchedSides, _ operation: BinaryOperation, fails: Bool
    ) {
        let isExact =
            sides.areFollowed && !operation.isFilter && !fails && !result.reasons.contains(.failure)
            && result.series.map { $0.count == result.limit } ?? false
        if isExact { return result.settle(exactly: result.limit) }
        if operation.isFilter { result.bound(.comparison) }
        if fails { result.bound(.failure) }
        if !sides.areFollowed { result.bound(sides.reasons) }
    }

    /// The labels of a result of one series each: those that were matched, or those that were not ignored.
    private mutating func oneToOneLabels(_ set: SeriesSet, _ operation: BinaryOperation) -> SeriesSet {
        let named = operation.matching.labels.map { symbols.intern($0.name) }
        let set = operation.keepsName ? set : set.removing([index.nameLabel])
        return operation.matching.isOn ? set.keeping(named) : set.removing(named)
    }

    /// Takes labels over from the partners; one that a partner lacks goes.
    private mutating func include(
        _ names: [String], from one: SeriesSet, into set: inout SeriesSet, _ rows: [UInt32], _ partners: [UInt32]
    ) {
        for name in names {
            let label = symbols.intern(name)
            guard let source = one[label] else {
                set = set.removing([label])
                continue
            }
            var values = [UInt32](repeating: SymbolPool.empty, count: set.base)
            for (row, partner) in zip(rows, partners) { values[Int(row)] = source[partner] }
            set.replace(LabelColumn(label, .stored(values)))
        }
    }

    /// What can be said where a side's series are not followed.
    private mutating func unfollowed(
        _ many: VectorValue, _ one: VectorValue, _ operation: BinaryOperation, _ partners: Int = 1
    ) -> VectorValue {
        let matching = operation.matching
        let named = matching.labels.map { symbols.intern($0.name) }
        var labels = many.labels
        if !operation.keepsName { labels.removeAll { $0 == index.nameLabel } }
        var most = many.limit
        if partners > 1, !many.isSteady || !one.isSteady {
            let (product, overflow) = most.multipliedReportingOverflow(by: partners)
            most = overflow ? .max : product
        }
        if matching.group == nil {
            labels = labels.filter { named.contains($0) == matching.isOn }
            most = min(most, one.limit)
        } else {
            labels += matching.include.map { symbols.intern($0.name) }.filter { !labels.contains($0) }
        }
        var result = VectorValue(atMost: most, labels: labels, .ambiguousMatch)
        result.bound(many.reasons + one.reasons + (operation.isFilter ? [.comparison] : []))
        return result
    }

    private mutating func filled(_ sides: MatchedSides, _ operation: BinaryOperation) -> VectorValue {
        var labels = Set(sides.left.labels + sides.right.labels)
        labels.formUnion(operation.matching.include.map { symbols.intern($0.name) })
        let (most, overflow) = sides.left.limit.addingReportingOverflow(sides.right.limit)
        var result = VectorValue(atMost: overflow ? .max : most, labels: Array(labels), .fill)
        result.bound(sides.left.reasons + sides.right.reasons)
        return result
    }
}

extension SeriesSet {
    fileprivate var rowsAreEmpty: Bool { count == 0 }
}
