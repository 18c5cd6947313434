/// Writes expressions in Prometheus' canonical form: one line, one way to write each thing.
///
/// In two places that form says something else than the expression. With `isFaithful` it is left there: a computed
/// offset stands before `@` and not behind it, where an operator that follows would become a part of it; and infinity
/// has no sign, which under `^` would be one of the whole power.
struct Printer {
    var isFaithful = false
    private(set) var text = ""

    mutating func write(_ expression: Expression) {
        switch expression.kind {
        case .number(let number): write(number)
        case .string(let string): text += Quoting.quoted(string.bytes)
        case .vector(let vector): write(vector)
        case .range(let range): write(range)
        case .subquery(let subquery):
            write(subquery.expression)
            writeSuffix(of: subquery)
        case .call(let call):
            text += "\(call.function.name)("
            write(call.arguments)
            text += ")"
        case .aggregation(let aggregation):
            writeHead(of: aggregation)
            text += "("
            write([aggregation.parameter, aggregation.expression].compactMap(\.self))
            text += ")"
        case .binary: writeChain(expression)
        case .unary(let operation):
            text += operation.isNegation ? "-" : "+"
            write(operation.operand)
        case .parentheses(let inner):
            text += "("
            write(inner)
            text += ")"
        }
    }

    private mutating func write(_ expressions: [Expression]) {
        for (index, expression) in expressions.enumerated() {
            if index > 0 { text += ", " }
            write(expression)
        }
    }

    // MARK: Operators

    private mutating func writeChain(_ expression: Expression) {
        let (operations, first) = expression.operatorChain
        write(first)
        for (operation, _) in operations.reversed() {
            text += " "
            writeSymbol(of: operation)
            text += " "
            write(operation.right)
        }
    }

    /// Writes `sum by (a, b) `, or `sum`.
    mutating func writeHead(of aggregation: Aggregation) {
        text += aggregation.aggregator.rawValue
        let grouping = aggregation.grouping
        guard grouping.isWithout || !grouping.labels.isEmpty else { return }
        text += grouping.isWithout ? " without (" : " by ("
        write(grouping.labels)
        text += ") "
    }

    /// Writes `* on (a) group_left (b)`.
    mutating func writeSymbol(of operation: BinaryOperation) {
        text += operation.symbol.rawValue
        if operation.returnsBool { text += " bool" }
        // Between a number and anything there is nothing to match.
        guard operation.left.type == .vector, operation.right.type == .vector else { return }
        let matching = operation.matching
        if matching.isOn || !matching.labels.isEmpty || matching.group != nil {
            text += matching.isOn ? " on (" : " ignoring ("
            write(matching.labels)
            text += ")"
        }
        if let group = matching.group {
            text += " group_\(group.rawValue) ("
            write(matching.include)
            text += ")"
        }
        switch (matching.fillLeft, matching.fillRight) {
        case (let left?, let right?) where left == right: text += " fill (\(Self.short(left)))"
        case (let left, let right):
            if let left { text += " fill_left (\(Self.short(left)))" }
            if let right { text += " fill_right (\(Self.short(right)))" }
        }
    }

    private mutating func write(_ labels: [Grouping.Label]) {
        text += labels.map { label in
            let isPlain =
                label.name.utf8.first?.isIdentifierStart == true && label.name.utf8.allSatisfy(\.isIdentifierPart)
            return isPlain ? label.name : Quoting.quoted(label.name.utf8)
        }.joined(separator: ", ")
    }

    // MARK: Selectors

    private mutating func write(_ vector: VectorSelector) {
        text += vector.selector.description
        let offsetFirst = startsWithOffset(vector.time)
        if offsetFirst { write(offset: vector.time.offset) }
        write(vector.time.at)
        if let extent = vector.extent { text += " \(extent.rawValue)" }
        if !offsetFirst { write(offset: vector.time.offset) }
    }

    private mutating func write(_ range: RangeSelector) {
        text += "\(range.vector.selector)[\(Self.string(range.length))]"
        let time = range.vector.time
        let offsetFirst = startsWithOffset(time)
        if offsetFirst { write(offset: time.offset) }
        if let extent = range.vector.extent { text += " \(extent.rawValue)" }
        write(time.at)
        if !offsetFirst { write(offset: time.offset) }
    }

    /// Writes `[1h:5m] @ end() offset 1d`.
    mutating func writeSuffix(of subquery: Subquery) {
        text += "[\(Self.string(subquery.length)):\(subquery.step.map(Self.string) ?? "")]"
        let offsetFirst = startsWithOffset(subquery.time)
        if offsetFirst { write(offset: subquery.time.offset) }
        write(subquery.time.at)
        if !offsetFirst { write(offset: subquery.time.offset) }
    }

    private func startsWithOffset(_ time: TimeModifiers) -> Bool {
        if case .computed? = time.offset { isFaithful } else { false }
    }

    private mutating func write(_ at: TimeModifiers.Instant?) {
        switch at {
        case .milliseconds(let milliseconds): text += " @ \(Self.seconds(milliseconds))"
        case .start: text += " @ start()"
        case .end: text += " @ end()"
        case nil: break
        }
    }

    private mutating func write(offset: TimeAmount?) {
        guard let offset else { return }
        text += " offset \(Self.string(offset))"
    }

    private mutating func write(_ number: NumberLiteral) {
        text += isFaithful && number.value == .infinity ? "Inf" : Self.string(number)
    }
}

extension Expression: CustomStringConvertible {
    /// The canonical form, as Prometheus prints it.
    package var description: String {
        var printer = Printer()
        printer.write(self)
        return printer.text
    }
}
