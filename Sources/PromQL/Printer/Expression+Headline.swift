extension Expression {
    /// What the node itself says, without the expressions in it: `sum by (job)`, `rate()`, `* on (job)`, `up{job="x"}`.
    package var headline: String {
        var printer = Printer()
        switch kind {
        case .number, .string, .vector, .range: printer.write(self)
        case .subquery(let subquery): printer.writeSuffix(of: subquery)
        case .call(let call): return "\(call.function.name)()"
        case .aggregation(let aggregation): return aggregation.headline
        case .binary(let operation): printer.writeSymbol(of: operation)
        case .unary(let operation): return operation.isNegation ? "-" : "+"
        case .parentheses: return "()"
        }
        return printer.text
    }
}

extension Aggregation {
    /// The operator and its grouping: `sum by (job)`.
    package var headline: String {
        var printer = Printer()
        printer.writeHead(of: self)
        return printer.text.last == " " ? String(printer.text.dropLast()) : printer.text
    }
}
