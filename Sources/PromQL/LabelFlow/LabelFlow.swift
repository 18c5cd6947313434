/// Follows labels from the selectors of an expression up to its result, as Prometheus' engine would.
struct LabelFlow {
    private static let branchLimit = 16

    /// Told of every operation between vectors that is met.
    var visitor: ((BinaryOperation, _ left: [LabelBranch], _ right: [LabelBranch]) -> Void)?

    /// Goes through an expression of whose labels nothing reaches the result, for those who want to know of all.
    func pass(_ expression: Expression) {
        if visitor != nil { _ = branches(of: expression) }
    }

    func branches(of expression: Expression) -> [LabelBranch] {
        switch expression.kind {
        case .number, .string: [Self.none("a number", at: expression.range)]
        case .vector(let vector): [Self.branch(of: vector.selector, at: expression.range)]
        case .range(let range): [Self.branch(of: range.vector.selector, at: expression.range)]
        case .subquery(let subquery): branches(of: subquery.expression)
        case .parentheses(let inner): branches(of: inner)
        case .unary(let operation): branches(of: operation, at: expression.range)
        case .aggregation(let aggregation): branches(of: aggregation, at: expression.range)
        case .call(let call): branches(of: call, at: expression.range)
        case .binary: branches(ofChain: expression)
        }
    }

    /// No labels at all.
    static func none(_ words: String, at range: Range<Int>) -> LabelBranch {
        LabelBranch(range, rest: .absent(LabelRemoval(cause: .number, .text(words), range: range)))
    }

    /// `-x` makes another metric of x, `+x` does not.
    private func branches(of operation: UnaryOperation, at range: Range<Int>) -> [LabelBranch] {
        let branches = branches(of: operation.operand)
        guard operation.isNegation else { return branches }
        let sign = range.lowerBound..<range.lowerBound + 1
        return branches.changed { $0.dropName(LabelRemoval(cause: .name, .text("-"), range: sign)) }
    }

    private func branches(ofChain expression: Expression) -> [LabelBranch] {
        let (operations, first) = expression.operatorChain
        var result = branches(of: first)
        for (operation, _) in operations.reversed() {
            let right = branches(of: operation.right)
            if operation.left.type == .vector, operation.right.type == .vector { visitor?(operation, result, right) }
            result = Self.limited(combine(result, right, operation))
        }
        return result
    }

    private static func limited(_ branches: [LabelBranch]) -> [LabelBranch] {
        guard branches.count > branchLimit else { return branches }
        return branches[..<(branchLimit - 1)] + [ResultLabels.merged(Array(branches[(branchLimit - 1)...]))]
    }
}

extension [LabelBranch] {
    func changed(_ change: (inout LabelBranch) -> Void) -> [LabelBranch] {
        map { branch in
            var branch = branch
            change(&branch)
            branch.bound()
            return branch
        }
    }
}

extension Expression {
    /// The text, if that is all the expression is.
    var constantText: String? {
        if case .string(let literal) = unwrapped.kind { String(validating: literal.bytes, as: UTF8.self) } else { nil }
    }
}
