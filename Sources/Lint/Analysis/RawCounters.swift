import PromQL

/// A counter whose value, and not its increase, reaches the result of an expression.
struct RawCounter {
    /// The counter, or the metric a rule records it as.
    let name: String
    /// Its bytes in the expression.
    let range: Range<Int>
}

extension Expression {
    /// The counters whose values reach the result; `isCounter` says which metrics are counters.
    ///
    /// Differences of a counter and itself at another time are increases, whatever the function.
    func rawCounters(_ isCounter: (String) -> Bool) -> [RawCounter] {
        guard case .binary = kind else { return rawCountersOfOperand(isCounter) }
        let (operations, first) = operatorChain
        var result = first.rawCountersOfOperand(isCounter)
        for (operation, _) in operations.reversed() {
            switch operation.symbol {
            case .and, .unless: break
            case let symbol where symbol.isComparison:
                if operation.returnsBool { result = [] }
            case .or, .add: result += operation.right.rawCounters(isCounter)
            case .subtract:
                let right = operation.right.rawCounters(isCounter)
                result.removeAll { one in right.contains { $0.name == one.name } }
            default: if operation.left.type == .scalar { result = operation.right.rawCounters(isCounter) }
            }
        }
        return result
    }

    private func rawCountersOfOperand(_ isCounter: (String) -> Bool) -> [RawCounter] {
        switch kind {
        case .vector(let vector): return vector.rawCounters(isCounter)
        case .range(let range): return range.vector.rawCounters(isCounter)
        case .subquery(let subquery): return subquery.expression.rawCounters(isCounter)
        case .parentheses(let inner): return inner.rawCounters(isCounter)
        case .unary(let operation): return operation.operand.rawCounters(isCounter)
        case .aggregation(let aggregation):
            switch aggregation.aggregator {
            case .count, .group, .countValues, .stddev, .stdvar: return []
            default: return aggregation.expression.rawCounters(isCounter)
            }
        case .call(let call):
            guard Self.keepsValues.contains(call.function.name) else { return [] }
            return call.arguments.flatMap { $0.rawCounters(isCounter) }
        case .number, .string, .binary: return []
        }
    }

    /// Functions of a counter that are worth what the counter is.
    private static let keepsValues: Set<String> = [
        "abs", "ceil", "clamp", "clamp_max", "clamp_min", "first_over_time", "floor", "label_join", "label_replace",
        "last_over_time", "max_over_time", "min_over_time", "avg_over_time", "quantile_over_time", "round", "scalar",
        "sort", "sort_desc", "vector",
    ]
}

extension VectorSelector {
    fileprivate func rawCounters(_ isCounter: (String) -> Bool) -> [RawCounter] {
        guard let name = selector.metricNames?.first(where: isCounter) else { return [] }
        return [RawCounter(name: name, range: selector.range)]
    }
}
