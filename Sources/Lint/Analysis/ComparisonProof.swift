import PromQL

/// That a comparison holds always, or never.
struct ComparisonProof {
    let holds: Bool
    /// The side that is no constant, if there is one.
    let operand: Expression
    let words: String

    init?(_ operation: BinaryOperation) {
        guard operation.symbol.isComparison, !operation.returnsBool else { return nil }
        let (left, right) = (ValueBounds(of: operation.left), ValueBounds(of: operation.right))
        guard let verdict = left.verdict(operation.symbol, right) else { return nil }
        holds = verdict
        let isConstantRight = right.low == right.high
        operand = isConstantRight ? operation.left : operation.right
        words = "the \(isConstantRight ? "left" : "right") side is \((isConstantRight ? left : right).words)"
    }
}
