import Manifests
import PromQL

/// `x > 5 and x < 3`: comparisons that no value satisfies together.
struct ContradictoryComparison: Check {
    static let info = CheckInfo(
        "expression/contradiction", .error,
        summary: "Comparisons of one expression exclude each other, so that the result is always empty.",
        rationale: """
            `and` keeps a series only where both sides have it. Two comparisons of the same expression whose bounds leave no \
            value between them give nothing, ever, and the alert never fires. Mostly `or` was meant, or the bounds were \
            swapped.
            """,
        faulty: [
            Example(alert: "↓node_load1 > 50 and node_load1 < 30"),
            Example(alert: "↓node_load1 < 30 and node_load1 >= 30"),
            Example(alert: "↓node_load1 > 50 < 30", note: "Comparisons of comparisons filter, too."),
            Example(alert: #"↓up{job="a"} == 0 and up{job="a"} == 1"#),
        ],
        clean: [
            Example(alert: "node_load1 > 30 and node_load1 < 50"),
            Example(alert: "node_load1 > 50 or node_load1 < 30"),
            Example(alert: "node_load1 > 50 and on () vector(1) < 30"),
            Example(alert: "node_load1 > 50 and node_load5 < 30"),
            Example(alert: "node_load1 > 50 and node_load1 offset 5m < 30"),
        ])

    func visit(_ rule: Rule, _ context: inout FileContext) {
        rule.parsed?.visit { expression in
            guard case .binary(let operation) = expression.kind else { return }
            let bounds: [Bound]
            if operation.symbol == .and {
                guard operation.matching.labels.isEmpty, !operation.matching.isOn else { return }
                bounds = Bound.all(in: operation.left) + Bound.all(in: operation.right)
            } else {
                // The outer comparison of a chain is visited first; the inner ones say nothing new.
                guard operation.symbol.isComparison else { return }
                bounds = Bound.all(in: expression)
            }
            guard let pair = Self.contradiction(bounds) else { return }
            context.report(
                "`\(pair.0)` and `\(pair.1)` exclude each other: the result is always empty", in: rule.expr,
                at: expression.range, advice: "join them by `or`, or correct one of the bounds")
        }
    }

    private static func contradiction(_ bounds: [Bound]) -> (Bound, Bound)? {
        for (index, one) in bounds.enumerated() {
            for other in bounds[..<index] where other.subject == one.subject && other.excludes(one) {
                return (other, one)
            }
        }
        return nil
    }
}

/// `subject > 5`: a comparison of a vector with a number.
private struct Bound: CustomStringConvertible {
    let subject: String
    let symbol: BinaryOperator
    let value: Double

    /// The comparisons that a series has passed when it is in the result.
    static func all(in expression: Expression) -> [Bound] {
        guard case .binary(let operation) = expression.unwrapped.kind else { return [] }
        if operation.symbol == .and { return all(in: operation.left) }
        guard operation.symbol.isComparison, !operation.returnsBool, operation.left.type == .vector,
            let value = operation.right.constant
        else { return [] }
        var inner = operation.left.unwrapped
        let before = all(in: inner)
        while case .binary(let next) = inner.kind, next.symbol.isComparison, !next.returnsBool,
            next.right.constant != nil, next.left.type == .vector
        {
            inner = next.left.unwrapped
        }
        return before + [Bound(subject: inner.description, symbol: operation.symbol, value: value)]
    }

    var description: String { "\(subject) \(symbol.rawValue) \(Self.text(value))" }

    private static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }

    func excludes(_ other: Bound) -> Bool {
        switch (symbol, other.symbol) {
        case (.greater, .less), (.greater, .lessOrEqual), (.greaterOrEqual, .less): value >= other.value
        case (.greaterOrEqual, .lessOrEqual): value > other.value
        case (.less, .greater), (.lessOrEqual, .greater), (.less, .greaterOrEqual), (.lessOrEqual, .greaterOrEqual):
            other.excludes(self)
        case (.equal, .equal): value != other.value
        case (.equal, .notEqual), (.notEqual, .equal): value == other.value
        case (.equal, .greater): value <= other.value
        case (.equal, .greaterOrEqual): value < other.value
        case (.equal, .less): value >= other.value
        case (.equal, .lessOrEqual): value > other.value
        case (.greater, .equal), (.greaterOrEqual, .equal), (.less, .equal), (.lessOrEqual, .equal):
            other.excludes(self)
        default: false
        }
    }
}

extension Expression {
    /// The value of a number, with its sign.
    var constant: Double? {
        switch unwrapped.kind {
        case .number(let literal): literal.value
        case .unary(let operation): operation.operand.constant.map { operation.isNegation ? -$0 : $0 }
        default: nil
        }
    }
}
