import PromQL

/// Whether something in an expression decides that its result has series or has none.
enum FiringCondition: Equatable {
    /// There is a comparison, a set operator, `absent()`: the result can well be empty. Also where that is not known.
    case conditional
    /// There are series whenever the metrics it reads have some, whatever their values.
    case unconditional
    /// No series are read at all: `vector(1)`.
    case constant
}

extension Expression {
    /// Whether the result depends on a condition; `recorded` says so of metrics that rules record.
    func firingCondition(recorded: (String) -> FiringCondition) -> FiringCondition {
        guard case .binary = kind else { return firingConditionOfOperand(recorded) }
        let (operations, first) = operatorChain
        // The last operation is a condition whatever it joins.
        if let last = operations.first?.0.symbol, last == .and || last == .unless { return .conditional }
        var result = first.firingConditionOfOperand(recorded)
        for (operation, _) in operations.reversed() {
            result = operation.firingCondition(result, operation.right.firingCondition(recorded: recorded))
        }
        return result
    }

    private func firingConditionOfOperand(_ recorded: (String) -> FiringCondition) -> FiringCondition {
        switch kind {
        case .number, .string: return .constant
        case .vector(let vector): return vector.firingCondition(recorded)
        case .range(let range): return range.vector.firingCondition(recorded)
        case .subquery(let subquery): return subquery.expression.firingCondition(recorded: recorded)
        case .aggregation(let aggregation): return aggregation.expression.firingCondition(recorded: recorded)
        case .unary(let operation): return operation.operand.firingCondition(recorded: recorded)
        case .parentheses(let inner): return inner.firingCondition(recorded: recorded)
        case .call(let call):
            switch call.function.name {
            case "absent", "absent_over_time": return .conditional
            // A number is there in any case.
            case "scalar":
                return call.arguments.first?.selectors.isEmpty == false ? .unconditional : .constant
            default:
                let arguments = call.arguments.map { $0.firingCondition(recorded: recorded) }
                if arguments.contains(.conditional) { return .conditional }
                return arguments.contains(.unconditional) ? .unconditional : .constant
            }
        // The operands of a chain are dealt with there.
        case .binary: return .conditional
        }
    }
}

extension VectorSelector {
    fileprivate func firingCondition(_ recorded: (String) -> FiringCondition) -> FiringCondition {
        guard let names = selector.metricNames, !names.isEmpty else { return .conditional }
        // Prometheus writes these only while an alert is pending or firing.
        if names.contains(where: { $0 == "ALERTS" || $0 == "ALERTS_FOR_STATE" }) { return .conditional }
        return names.map(recorded).contains(.conditional) ? .conditional : .unconditional
    }
}

extension BinaryOperation {
    fileprivate func firingCondition(_ left: FiringCondition, _ right: FiringCondition) -> FiringCondition {
        let isOfScalars = self.left.type == .scalar && self.right.type == .scalar
        switch symbol {
        case .and, .unless: return .conditional
        case .or:
            // Either side is enough.
            if left == .conditional && right == .conditional { return .conditional }
            return left == .constant && right == .constant ? .constant : .unconditional
        case let symbol where symbol.isComparison && !returnsBool && !isOfScalars:
            if left == .constant && right == .constant { return .constant }
            return .conditional
        default:
            if left == .conditional || right == .conditional { return .conditional }
            return left == .constant && right == .constant ? .constant : .unconditional
        }
    }
}
