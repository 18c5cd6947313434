@testable import PromQL

extension Expression {
    /// The tree in the notation of the conformance data.
    func sExpression(withPositions: Bool, sortingMatchers: Bool = false) -> String {
        let text = SExpression(sortsMatchers: sortingMatchers).text(self)
        return withPositions ? text : text.replacing(/(\([a-z]+)@\d+:\d+/) { $0.output.1 }
    }
}

private struct SExpression {
    var sortsMatchers: Bool

    func text(_ expression: Expression) -> String {
        let range = expression.range
        func node(_ name: String, _ parts: [String?]) -> String {
            "("
                + (["\(name)@\(range.lowerBound):\(range.upperBound)"] + parts).compactMap(\.self).joined(
                    separator: " ")
                + ")"
        }
        return switch expression.kind {
        case .number(let number):
            node(number.isDuration ? "durnum" : "num", [Printer.short(number.value)])
        case .string(let string): node("str", [ascii(string.bytes)])
        case .vector(let vector): text(vector, at: range)
        case .range(let selector):
            node(
                "matrix",
                ["range=\(constant(selector.length))ns", computed(selector.length, "expr")]
                    + [text(selector.vector, at: selector.vector.selector.range)])
        case .subquery(let subquery):
            node(
                "subquery",
                [
                    "range=\(constant(subquery.length))ns", computed(subquery.length, "expr"),
                    "step=\(subquery.step.map(constant) ?? 0)ns", subquery.step.flatMap { computed($0, "expr") },
                ] + modifiers(subquery.time) + [text(subquery.expression)])
        case .call(let call): node("call", [call.function.name] + call.arguments.map(text))
        case .aggregation(let aggregation):
            node(
                "agg",
                [
                    aggregation.aggregator.rawValue,
                    (aggregation.grouping.isWithout ? "without" : "by") + labels(aggregation.grouping.labels),
                    aggregation.parameter.map { "param=\(text($0))" }, text(aggregation.expression),
                ])
        case .binary(let operation):
            node(
                "binary",
                [operation.symbol.rawValue, operation.returnsBool ? "bool" : nil] + matching(operation)
                    + [text(operation.left), text(operation.right)])
        case .unary(let operation): node("unary", [operation.isNegation ? "-" : "+", text(operation.operand)])
        case .parentheses(let inner): node("paren", [text(inner)])
        }
    }

    private func constant(_ amount: TimeAmount) -> Int64 {
        if case .constant(let span) = amount { span.nanoseconds } else { 0 }
    }

    private func computed(_ amount: TimeAmount, _ name: String) -> String? {
        guard case .computed(let expression) = amount else { return nil }
        return "\(name)=\(ascii(Array(Printer.string(expression).utf8)))"
    }

    private func text(_ vector: VectorSelector, at range: Range<Int>) -> String {
        let matchers = vector.selector.matchers.map { matcher in
            "\(ascii(Array(matcher.name.utf8)))\(matcher.type.rawValue)\(ascii(matcher.bytes))"
        }
        let shown = sortsMatchers ? matchers.sorted() : matchers
        let parts =
            [
                "vec@\(range.lowerBound):\(range.upperBound)",
                "name=\(ascii(Array((vector.selector.name ?? "").utf8)))", "{\(shown.joined(separator: ","))}",
            ] + modifiers(vector.time) + [vector.extent?.rawValue]
        return "(" + parts.compactMap(\.self).joined(separator: " ") + ")"
    }

    private func modifiers(_ time: TimeModifiers) -> [String?] {
        let offset: String? =
            switch time.offset {
            case .constant(let span)?: "offset=\(span.nanoseconds)ns"
            case .computed(let expression)?: "offsetexpr=\(ascii(Array(Printer.string(expression).utf8)))"
            case nil: nil
            }
        let at: String? =
            switch time.at {
            case .milliseconds(let milliseconds)?: "at=\(milliseconds)ms"
            case .start?: "at=start()"
            case .end?: "at=end()"
            case nil: nil
            }
        return [offset, at]
    }

    private func matching(_ operation: BinaryOperation) -> [String?] {
        guard operation.left.type == .vector, operation.right.type == .vector else { return [] }
        let matching = operation.matching
        let card =
            switch matching.group {
            case .left: "many-to-one"
            case .right: "one-to-many"
            case nil: operation.symbol.isSetOperator ? "many-to-many" : "one-to-one"
            }
        return [
            "card=\(card)", (matching.isOn ? "on" : "ignoring") + labels(matching.labels),
            "include" + labels(matching.include), matching.fillLeft.map { "fillL=\(Printer.short($0))" },
            matching.fillRight.map { "fillR=\(Printer.short($0))" },
        ]
    }

    private func labels(_ labels: [Grouping.Label]) -> String {
        "[" + labels.map { ascii(Array($0.name.utf8)) }.joined(separator: " ") + "]"
    }
}

/// Quoted as by Go, everything beyond ASCII escaped.
private func ascii(_ bytes: [UInt8]) -> String {
    Quoting.quoted(bytes).unicodeScalars.map { scalar in
        if scalar.isASCII { return String(scalar) }
        let digits = scalar.value < 0x10000 ? 4 : 8
        return (digits == 4 ? "\\u" : "\\U") + Quoting.hexadecimal(scalar.value, digits: digits)
    }.joined()
}
