import PromQL

extension Evaluator {
    /// The result of an operation between two results; `range` is that of the whole operation.
    mutating func combine(
        _ left: VectorValue, _ right: VectorValue, _ operation: BinaryOperation, _ range: Range<Int>
    ) -> VectorValue {
        let (leftType, rightType) = (operation.left.type, operation.right.type)
        if leftType == .scalar, rightType == .scalar { return .scalar }
        if leftType == .scalar || rightType == .scalar {
            var result = leftType == .scalar ? right : left
            result.matching = nil
            if operation.isFilter {
                result.bound(.comparison)
            } else {
                result = withoutName(result, range)
            }
            if !operation.symbol.isComparison, operation.isFilter { result = withoutName(result, range) }
            return result
        }
        let sides = MatchedSides(left, right, keyLabels(operation.matching, left, right))
        var result: VectorValue
        switch operation.symbol {
        case .and: result = intersection(sides, range)
        case .or: result = union(sides)
        case .unless: result = difference(sides)
        default: result = join(left, right, operation, range)
        }
        result.touched = left.touched + right.touched
        result.isSteady = left.isSteady && right.isSteady
        if !result.isSteady { result.bound(.changingSeries) }
        return result
    }

    /// The labels that two sides are matched by.
    func keyLabels(_ matching: VectorMatching, _ left: VectorValue, _ right: VectorValue) -> [UInt32] {
        var symbols = symbols
        let named = matching.labels.map { symbols.intern($0.name) }
        if matching.isOn { return named }
        let all = left.labels + right.labels.filter { !left.labels.contains($0) }
        return all.filter { $0 != index.nameLabel && !named.contains($0) }
    }

    // MARK: Sets

    private mutating func intersection(_ sides: MatchedSides, _ range: Range<Int>) -> VectorValue {
        var result = sides.left
        guard let left = sides.left.series, let matches = sides.matches else {
            result.bound(sides.left.reasons + sides.right.reasons)
            return result
        }
        result = result.with(left.choosing(matches.leftRows))
        result.matching = matches.summary
        if !sides.areFollowed { result.bound(sides.reasons) }
        noteMissingPartners(matches.summary, sides, range)
        return result
    }

    private func difference(_ sides: MatchedSides) -> VectorValue {
        var result = sides.left
        guard let matches = sides.matches else {
            result.bound(sides.left.reasons + sides.right.reasons)
            return result
        }
        result.matching = matches.summary
        if matches.leftRows.isEmpty { return result }
        if sides.right.isFollowed, sides.right.isSteady, let left = sides.left.series {
            result = result.with(left.choosing(matches.leftRest))
            if !sides.left.isFollowed { result.bound(sides.reasons) }
        } else {
            result.bound(sides.reasons)
        }
        return result
    }

    private mutating func union(_ sides: MatchedSides) -> VectorValue {
        let most = sides.left.limit.addingReportingOverflow(sides.right.limit)
        let total = most.overflow ? Int.max : most.partialValue
        let labels = Set(sides.left.labels + sides.right.labels)
        guard let left = sides.left.series, let right = sides.right.series, let matches = sides.matches,
            total <= options.seriesLimit, affords(total.saturated(times: labels.count))
        else {
            var result = VectorValue(
                atMost: total, labels: Array(labels), .rowLimit)
            result.bound(sides.reasons)
            return result
        }
        if sides.left.isFollowed, sides.left.isSteady {
            var result = sides.right.with(right.choosing(matches.rightRest))
            let isExact = sides.right.isFollowed
            let kept = result.limit
            result = VectorValue(SeriesSet.concatenated([left, right.choosing(matches.rightRest)]))
            result.matching = matches.summary
            if !isExact { result.bound(sides.reasons, atMost: left.count + kept) }
            return result
        }
        // A series of the right side stands wherever none of the left does.
        let all = SeriesSet.concatenated([left, right])
        let groups = KeyGroups(all, KeyColumns(all, ignoring: []))
        var result = VectorValue(all.choosing(groups.rows))
        result.matching = matches.summary
        result.bound(sides.reasons, atMost: matches.unionLimit)
        if sides.right.isFollowed, matches.isOneForOne, matches.leftRest.isEmpty {
            result.settle(exactly: right.count)
        }
        return result
    }

    /// Nothing that can be there on one side has a partner among what can be there on the other.
    mutating func noteMissingPartners(_ summary: MatchSummary, _ sides: MatchedSides, _ range: Range<Int>) {
        guard summary.leftMatched == 0, summary.left > 0, summary.right > 0,
            let left = sides.left.series, let right = sides.right.series
        else { return }
        let examples = [left, right].map { set in
            var shown: [[(name: String, value: String)]] = []
            set.forEachRow { row in
                if shown.count < 2 { shown.append(symbols.labels(of: row, in: set.columns)) }
            }
            return shown
        }
        let columns = [left, right].map { set in set.columns.filter { sides.labels.contains($0.name) } }
        var keyed: [EvaluationProblem.Example] = []
        for (set, (columns, shown)) in zip([left, right], zip(columns, examples)) {
            var key: [(name: String, value: String)]?
            set.forEachRow { row in if key == nil { key = symbols.labels(of: row, in: columns) } }
            keyed.append(EvaluationProblem.Example(key: key ?? [], series: shown))
        }
        problems.append(
            EvaluationProblem(
                kind: .noPartner, range: range, isCertain: true, keys: 0, largest: 0, examples: keyed))
    }
}

extension BinaryOperation {
    /// Whether it keeps or drops series by their values.
    var isFilter: Bool {
        switch symbol {
        case .trimUpper, .trimLower: true
        default: symbol.isComparison && !returnsBool
        }
    }

    /// Whether the result is named as its left side is.
    var keepsName: Bool { symbol.isComparison && !returnsBool }
}
