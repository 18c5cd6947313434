/// Finds what is well formed and means nothing: a rate of an instant vector, `and` between numbers.
///
/// Operands are checked before what is made of them, in the order of Prometheus' own checker, so that the first error
/// is the same.
struct TypeChecker {
    func check(_ expression: Expression) throws(PromQLError) {
        switch expression.kind {
        case .number, .string: break
        case .vector(let vector): try vector.selector.check()
        case .range(let range): try range.vector.selector.check()
        case .parentheses(let inner): try check(inner)
        case .unary(let operation): try check(operation, in: expression)
        case .subquery(let subquery): try check(subquery, in: expression)
        case .aggregation(let aggregation): try check(aggregation)
        case .call(let call): try check(call, in: expression)
        case .binary: try checkChain(expression)
        }
    }

    private func check(_ operation: UnaryOperation, in expression: Expression) throws(PromQLError) {
        try check(operation.operand)
        let type = operation.operand.type
        guard type == .scalar || type == .vector else {
            let quoted = Quoting.quoted(type.documented.utf8)
            throw PromQLError(
                "unary expression only allowed on expressions of type scalar or instant vector, got \(quoted)",
                at: expression.range)
        }
    }

    private func check(_ subquery: Subquery, in expression: Expression) throws(PromQLError) {
        try check(subquery.expression)
        let type = subquery.expression.type
        guard type == .vector else {
            throw PromQLError(
                "subquery is only allowed on instant vector, got \(type.rawValue) instead", at: expression.range)
        }
    }

    private func check(_ aggregation: Aggregation) throws(PromQLError) {
        try expect(.vector, aggregation.expression, in: "aggregation expression")
        guard let parameter = aggregation.parameter else { return }
        let type: ValueType = aggregation.aggregator == .countValues ? .string : .scalar
        try expect(type, parameter, in: "aggregation parameter")
    }

    private func expect(_ type: ValueType, _ expression: Expression, in place: String) throws(PromQLError) {
        try check(expression)
        guard expression.type == type else {
            let found = "expected type \(type.documented) in \(place), got \(expression.type.documented)"
            throw PromQLError(found, at: expression.range, hint: hint(expected: type, found: expression.type))
        }
    }

    /// What people most often meant.
    private func hint(expected: ValueType, found: ValueType) -> String? {
        switch (expected, found) {
        case (.matrix, .vector): "add a range, such as [5m]"
        case (.vector, .matrix): "remove the range, or apply a function such as rate() to it"
        case (.vector, .scalar): "vector() makes a vector of a number"
        case (.scalar, .vector): "scalar() makes a number of a vector with one series"
        default: nil
        }
    }

    // MARK: Calls

    private func check(_ call: Call, in expression: Expression) throws(PromQLError) {
        let function = call.function
        func name() -> String { Quoting.quoted(function.name.utf8) }
        let count = call.arguments.count
        if let message = function.countFault(count) {
            throw PromQLError("expected \(message) in call to \(name()), got \(count)", at: expression.range)
        }
        let isInfo = function.name == "info" && count > 1
        if isInfo { try checkInfo(call, in: expression) }
        for (index, argument) in call.arguments.enumerated() {
            guard let type = index < function.parameters.count ? function.parameters[index] : function.parameters.last
            else { break }
            // The data labels of info() may be of any kind, also such that would select everything.
            if !(isInfo && index == 1) { try check(argument) }
            guard argument.type == type else {
                throw PromQLError(
                    "expected type \(type.documented) in call to function \(name()), got \(argument.type.documented)",
                    at: argument.range, hint: hint(expected: type, found: argument.type))
            }
        }
    }

    private func checkInfo(_ call: Call, in expression: Expression) throws(PromQLError) {
        let labels = call.arguments[1]
        guard labels.type == .vector else {
            throw PromQLError(
                "expected type instant vector in call to function \"info\", got \(labels.type.documented)",
                at: expression.range)
        }
        guard case .vector(let vector) = labels.kind else {
            throw PromQLError("expected label selectors only", at: labels.range)
        }
        if vector.selector.name != nil {
            throw PromQLError("expected label selectors only, got vector selector instead", at: labels.range)
        }
    }
}

extension Function {
    /// What number of arguments was expected, if it is not this one.
    fileprivate func countFault(_ count: Int) -> String? {
        guard variadic != 0 else {
            return count == parameters.count ? nil : "\(parameters.count) argument(s)"
        }
        let least = parameters.count - 1
        if count < least { return "at least \(least) argument(s)" }
        guard let variadic, count > least + variadic else { return nil }
        return "at most \(least + variadic) argument(s)"
    }
}
