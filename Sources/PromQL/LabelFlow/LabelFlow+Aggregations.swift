extension LabelFlow {
    func branches(of aggregation: Aggregation, at range: Range<Int>) -> [LabelBranch] {
        let branches = branches(of: aggregation.expression)
        if let parameter = aggregation.parameter { pass(parameter) }
        if aggregation.aggregator.selectsSeries { return branches }
        let grouping = aggregation.grouping
        var labels = grouping.labels.map(\.name)
        let removal = aggregation.removal(at: range)
        let valueLabel = aggregation.aggregator == .countValues ? aggregation.parameter?.constantText : nil
        if let valueLabel, !grouping.isWithout { labels.append(valueLabel) }
        return branches.changed { branch in
            // The label is set before the series are grouped: `without` can take it away again.
            if let valueLabel { branch[valueLabel] = .present() }
            if grouping.isWithout {
                branch.remove(labels + [Matcher.nameLabel], removal)
            } else {
                branch.keep(labels, removal)
            }
        }
    }
}

extension Aggregation {
    /// This aggregation as the cause of a label's absence, at its operator and grouping.
    func removal(at range: Range<Int>) -> LabelRemoval {
        let name = range.lowerBound..<range.lowerBound + aggregator.rawValue.utf8.count
        let place: Range<Int> =
            switch grouping.range {
            case nil: name
            case let group? where group.lowerBound > expression.range.lowerBound: group
            case let group?: name.lowerBound..<group.upperBound
            }
        return LabelRemoval(cause: .aggregation, .aggregation(self), range: place)
    }
}
