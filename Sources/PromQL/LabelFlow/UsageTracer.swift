/// Follows what is needed of an expression's result down to its selectors.
struct UsageTracer {
    private(set) var usages: [SelectorUsage] = []

    mutating func trace(_ expression: Expression, _ demand: LabelDemand) {
        switch expression.kind {
        case .number, .string: break
        case .vector(let vector): add(vector.selector, demand, at: expression.range)
        case .range(let range): add(range.vector.selector, demand, at: expression.range)
        case .subquery(let subquery): trace(subquery.expression, demand)
        case .parentheses(let inner): trace(inner, demand)
        case .unary(let operation): trace(operation.operand, operation.isNegation ? demand.withoutName : demand)
        case .aggregation(let aggregation): trace(aggregation, demand, at: expression.range)
        case .call(let call): trace(call, demand, at: expression.range)
        case .binary: traceChain(expression, demand)
        }
    }

    mutating func add(_ selector: Selector, _ demand: LabelDemand, at range: Range<Int>, isInfo: Bool = false) {
        usages.append(SelectorUsage(selector: selector, range: range, isInfo: isInfo, demand: demand))
    }

    // MARK: Aggregations

    private mutating func trace(_ aggregation: Aggregation, _ demand: LabelDemand, at range: Range<Int>) {
        let grouping = aggregation.grouping
        let place = grouping.range ?? range.lowerBound..<range.lowerBound + aggregation.aggregator.rawValue.utf8.count
        var needed = LabelDemand()
        if grouping.isWithout {
            needed.add(.init(.without, at: place, except: Set(grouping.labels.map(\.name) + [Matcher.nameLabel])))
        } else {
            for label in grouping.labels { needed.add(.init(label.name, .grouping, at: label.range)) }
        }
        if aggregation.aggregator.selectsSeries {
            needed = demand.adding(needed)
        } else if aggregation.aggregator == .countValues, let label = aggregation.parameter?.constantText {
            // It is set before series are grouped: what it was is lost.
            needed = needed.removing([label])
        }
        trace(aggregation.expression, needed)
        if let parameter = aggregation.parameter { trace(parameter, .nothing) }
    }

    // MARK: Operations

    private mutating func traceChain(_ expression: Expression, _ demand: LabelDemand) {
        let (operations, first) = expression.operatorChain
        var demand = demand
        for (operation, _) in operations {
            let (left, right) = Self.split(demand, operation)
            trace(operation.right, right)
            demand = left
        }
        trace(first, demand)
    }

    /// What an operation needs of its two sides, so that its result has what is needed of it.
    private static func split(
        _ demand: LabelDemand, _ operation: BinaryOperation
    ) -> (left: LabelDemand, right: LabelDemand) {
        let result = operation.changesMetric ? demand.withoutName : demand
        switch (operation.left.type, operation.right.type) {
        case (.vector, .vector): break
        case (.vector, _): return (result, .nothing)
        case (_, .vector): return (.nothing, result)
        default: return (.nothing, .nothing)
        }
        let matching = operation.matching
        let matched = matching.demand(operation)
        switch operation.symbol {
        case .and, .unless: return (demand.adding(matched), matched)
        case .or: return (demand.adding(matched), demand.adding(matched))
        default: break
        }
        let included = matching.include.map(\.name)
        var one = matched
        for label in matching.include { one.add(.init(label.name, .include, at: label.range)) }
        let names = matching.labels.map(\.name)
        let many: LabelDemand =
            if matching.group == nil {
                matched.adding(matching.isOn ? result.keeping(names) : result.removing(names))
            } else {
                matched.adding(result.removing(included))
            }
        return matching.group == .right ? (one, many) : (many, one)
    }
}

extension VectorMatching {
    /// The labels that are compared.
    fileprivate func demand(_ operation: BinaryOperation) -> LabelDemand {
        if isOn { return LabelDemand(reads: labels.map { .init($0.name, .matching, at: $0.range) }) }
        let ignored = Set(labels.map(\.name) + [Matcher.nameLabel])
        return LabelDemand(wholes: [.init(.matching, at: range ?? operation.symbolRange, except: ignored)])
    }
}

extension LabelDemand {
    /// Without what makes up the name of a metric, where the result has another.
    var withoutName: LabelDemand { removing(LabelBranch.nameLabels) }
}
