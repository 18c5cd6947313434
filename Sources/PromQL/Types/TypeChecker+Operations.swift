extension TypeChecker {
    func checkChain(_ expression: Expression) throws(PromQLError) {
        let (operations, first) = expression.operatorChain
        try check(first)
        for (operation, expression) in operations.reversed() {
            try check(operation.right)
            try check(operation, in: expression)
        }
    }

    /// Checks an operation between operands that are sound.
    private func check(_ operation: BinaryOperation, in expression: Expression) throws(PromQLError) {
        let symbol = operation.symbol
        let matching = operation.matching
        let types = (operation.left.type, operation.right.type)

        if operation.returnsBool, !symbol.isComparison {
            throw PromQLError("bool modifier can only be used on comparison operators", at: operation.symbolRange)
        }
        if symbol.isComparison, !operation.returnsBool, types == (.scalar, .scalar) {
            throw PromQLError(
                "comparisons between scalars must use BOOL modifier", at: operation.symbolRange,
                hint: "write \(symbol.rawValue) bool")
        }
        // Without anything to take over, as most often, there is nothing to look up.
        let matched = matching.isOn && !matching.include.isEmpty ? Set(matching.labels.map(\.name)) : []
        if let label = matching.include.first(where: { matched.contains($0.name) }) {
            let quoted = Quoting.quoted(label.name.utf8)
            throw PromQLError("label \(quoted) must not occur in ON and GROUP clause at once", at: label.range)
        }
        for operand in [operation.left, operation.right] where operand.type != .scalar && operand.type != .vector {
            throw PromQLError(
                "binary expression must contain only scalar and instant vector types", at: operand.range)
        }
        if types == (.vector, .vector) {
            if symbol.isSetOperator { try checkSetOperation(operation, in: expression) }
        } else {
            try checkScalarOperation(operation, in: expression)
        }
    }

    private func checkScalarOperation(
        _ operation: BinaryOperation, in expression: Expression
    ) throws(PromQLError) {
        let matching = operation.matching
        if !matching.labels.isEmpty {
            throw PromQLError("vector matching only allowed between instant vectors", at: expression.range)
        }
        if matching.fillLeft != nil || matching.fillRight != nil {
            throw PromQLError("filling in missing series only allowed between instant vectors", at: expression.range)
        }
        if operation.symbol.isSetOperator {
            let symbol = Quoting.quoted(operation.symbol.rawValue.utf8)
            throw PromQLError(
                "set operator \(symbol) not allowed in binary scalar expression", at: expression.range)
        }
    }

    private func checkSetOperation(_ operation: BinaryOperation, in expression: Expression) throws(PromQLError) {
        let matching = operation.matching
        if matching.group != nil {
            let symbol = Quoting.quoted(operation.symbol.rawValue.utf8)
            throw PromQLError("no grouping allowed for \(symbol) operation", at: expression.range)
        }
        if matching.fillLeft != nil || matching.fillRight != nil {
            throw PromQLError("filling in missing series not allowed for set operators", at: expression.range)
        }
    }
}
