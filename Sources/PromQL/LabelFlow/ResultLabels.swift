/// What is known, without any data, of the labels of an expression's result.
///
/// What is said is true of every series of every result; what is not known for sure is possible. That is how Prometheus
/// evaluates without feature flags: with `promql-delayed-name-removal`, `__name__` can last longer than is said here.
///
/// Of the result of `histogram_quantile()` it is said that it has no `le`, which is true unless native histograms carry
/// a label of that name.
package struct ResultLabels: Sendable, Equatable {
    /// One for each operand of `or` that the result may come from, in the order they are written. At least one; operands
    /// beyond the 16th are taken together with it.
    package let branches: [LabelBranch]

    init(_ branches: [LabelBranch]) { self.branches = branches }

    /// What is known of a label on all branches together: it is absent only if it is absent on every one.
    package subscript(label: String) -> LabelState {
        let first = branches.first?[label] ?? .unknown
        return branches.dropFirst().reduce(first) { $0.union($1[label]) }
    }

    /// Whether the result may be named like a metric.
    package var keepsName: Bool { self[Matcher.nameLabel].canBePresent }

    /// All branches as one.
    package var merged: LabelBranch { Self.merged(branches) }

    static func merged(_ branches: [LabelBranch]) -> LabelBranch {
        let first = branches.first ?? LabelBranch(0..<0, rest: .unknown)
        return branches.dropFirst().reduce(first) { $0.union($1) }
    }
}

extension Expression {
    /// What is known of the labels of its result. Numbers and strings have none.
    package var resultLabels: ResultLabels { ResultLabels(LabelFlow().branches(of: self)) }

    /// Visits every operation between two vectors with what is known of the labels on either side, the innermost first.
    ///
    /// That takes one walk; to ask both sides of each operation in turn takes as many as there are operations. It ends
    /// with what is known of the result.
    @discardableResult
    package func visitJoins(
        _ body: (BinaryOperation, _ left: ResultLabels, _ right: ResultLabels) -> Void
    ) -> ResultLabels {
        withoutActuallyEscaping(body) { body in
            ResultLabels(LabelFlow(visitor: { body($0, ResultLabels($1), ResultLabels($2)) }).branches(of: self))
        }
    }
}
