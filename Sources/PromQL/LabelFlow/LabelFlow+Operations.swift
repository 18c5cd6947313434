extension LabelFlow {
    /// The labels of the result of an operation between two results.
    func combine(_ left: [LabelBranch], _ right: [LabelBranch], _ operation: BinaryOperation) -> [LabelBranch] {
        switch (operation.left.type, operation.right.type) {
        case (.vector, .vector): break
        case (.vector, _): return left.changed { operation.dropName(from: &$0) }
        case (_, .vector): return right.changed { operation.dropName(from: &$0) }
        default: return [Self.none("a number", at: operation.left.range)]
        }
        switch operation.symbol {
        case .or: return left.operand(operation.left) + right.operand(operation.right)
        case .unless: return left
        case .and:
            let other = ResultLabels.merged(right)
            return left.changed { operation.matching.agree(&$0, other) }
        default:
            return operation.matching.group == .right
                ? join(many: right, one: ResultLabels.merged(left), operation)
                : join(many: left, one: ResultLabels.merged(right), operation)
        }
    }

    /// Between vectors that are not treated as sets; without a group, `many` is the left side.
    private func join(many: [LabelBranch], one: LabelBranch, _ operation: BinaryOperation) -> [LabelBranch] {
        let matching = operation.matching
        let (fillsMany, fillsOne) = matching.fills
        // Where series without a partner are filled in, the labels they were to match in stand for the missing ones.
        var filled = one
        if fillsMany { matching.keepMatched(&filled, matching.removal(operation)) }
        return many.changed { branch in
            if fillsMany {
                branch = branch.union(filled)
            } else if !fillsOne {
                matching.agree(&branch, one)
            }
            operation.dropName(from: &branch)
            if matching.group == nil {
                let removal = matching.removal(operation)
                if matching.isOn {
                    branch.keep(matching.labels.map(\.name), removal)
                } else {
                    branch.remove(matching.labels.map(\.name), removal)
                }
            }
            for label in matching.include {
                var state = one[label.name]
                if fillsOne {
                    let words = "group_\(matching.group?.rawValue ?? "left") (\(label.name))"
                    state = state.union(.absent(LabelRemoval(cause: .include, .text(words), range: label.range)))
                }
                branch[label.name] = state
            }
        }
    }
}

extension [LabelBranch] {
    /// Those of an operand of `or`, all of which a single one stands for.
    fileprivate func operand(_ expression: Expression) -> [LabelBranch] {
        count == 1 ? changed { $0.range = expression.range } : self
    }
}

extension BinaryOperation {
    /// Whether the result is another metric than its operands: arithmetic, and comparisons that return 0 or 1.
    var changesMetric: Bool {
        switch symbol {
        case .add, .subtract, .multiply, .divide, .modulo, .power, .atan2: true
        default: returnsBool
        }
    }

    fileprivate func dropName(from branch: inout LabelBranch) {
        guard changesMetric else { return }
        branch.dropName(LabelRemoval(cause: .name, .operation(self), range: symbolRange))
    }
}

extension VectorMatching {
    /// On which sides series that are missing are filled in; without a group, `many` is the left side.
    fileprivate var fills: (many: Bool, one: Bool) {
        let (left, right) = (fillLeft != nil, fillRight != nil)
        return group == .right ? (right, left) : (left, right)
    }

    private var names: [String] { labels.map(\.name) }
    /// Names of metrics are compared only if `on` asks for it.
    private var ignored: Set<String> { Set(names + [Matcher.nameLabel]) }

    /// Adds that a series has a partner with the same values of the labels that are compared.
    fileprivate func agree(_ branch: inout LabelBranch, _ other: LabelBranch) {
        if isOn {
            branch.agree(with: other, on: names)
        } else {
            branch.agree(with: other, ignoring: ignored)
        }
    }

    fileprivate func keepMatched(_ branch: inout LabelBranch, _ removal: LabelRemoval) {
        if isOn { branch.keep(names, removal) } else { branch.remove(ignored, removal) }
    }

    fileprivate func removal(_ operation: BinaryOperation) -> LabelRemoval {
        LabelRemoval(cause: .matching, .matching(operation), range: range ?? operation.symbolRange)
    }

    /// `on (job, instance)`
    var words: String { "\(isOn ? "on" : "ignoring") (\(labels.map(\.name).joined(separator: ", ")))" }
}
