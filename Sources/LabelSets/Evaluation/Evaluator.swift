import PromQL
import TSDB

/// Walks an expression from the selectors up, as Prometheus' engine would, over label sets.
struct Evaluator {
    let index: SeriesIndex
    let options: EvaluationOptions
    var symbols: EvaluationSymbols
    /// By the bytes of the expression.
    private(set) var values: [Range<Int>: VectorValue] = [:]
    var problems: [EvaluationProblem] = []
    /// What the results hold of the index' budget.
    let memory: MemoryReservation?
    private var held = 0

    init(_ index: SeriesIndex, _ options: EvaluationOptions) {
        self.index = index
        self.options = options
        symbols = EvaluationSymbols(index.symbols)
        memory = index.memory.map { MemoryReservation($0.budget) }
    }

    /// The query's own time, which `@ start()` and `@ end()` mean.
    var queryTime: Int64 { options.time ?? index.times?.last ?? 0 }

    mutating func evaluate(_ expression: Expression, _ frame: TimeFrame) -> VectorValue {
        let value: VectorValue
        switch expression.kind {
        case .number, .string: value = .scalar
        case .vector(let selector): value = select(selector, frame)
        case .range, .subquery: value = matrix(expression, frame, samples: 1)
        case .parentheses(let inner): value = evaluate(inner, frame)
        case .unary(let operation):
            let operand = evaluate(operation.operand, frame)
            let isVector = operation.isNegation && operation.operand.type == .vector
            value = isVector ? withoutName(operand, expression.range) : operand
        case .aggregation(let aggregation): value = evaluate(aggregation, frame)
        case .call(let call): value = evaluate(call, expression, frame)
        case .binary: return evaluateChain(expression, frame)
        }
        return record(value, expression)
    }

    @discardableResult
    mutating func record(_ value: VectorValue, _ expression: Expression) -> VectorValue {
        values[expression.range] = value
        return value
    }

    private mutating func evaluateChain(_ expression: Expression, _ frame: TimeFrame) -> VectorValue {
        let (operations, first) = expression.operatorChain
        var value = evaluate(first, frame)
        for (operation, whole) in operations.reversed() {
            let right = evaluate(operation.right, frame)
            value = record(combine(value, right, operation, whole.range), whole)
        }
        return value
    }

    /// Whether a result may hold so many more labels.
    mutating func affords(_ labels: Int) -> Bool {
        guard labels <= options.labelLimit - held else { return false }
        do throws(Diagnostic) {
            try memory?.require(labels * 4, for: "the series of expressions", file: "")
        } catch { return false }
        held += labels
        return true
    }

    // MARK: Equal labels

    /// The series without their metric's name, of which several may become one: then Prometheus gives an error.
    mutating func withoutName(_ value: VectorValue, _ range: Range<Int>) -> VectorValue {
        guard let series = value.series else {
            var value = value
            value.openLabels.removeAll { $0 == index.nameLabel }
            value.bound(.rowLimit)
            return value
        }
        let named = value.with(series.removing([index.nameLabel]))
        // Series of one metric differ in other labels.
        switch series[index.nameLabel]?.values {
        case nil, .constant: return named
        case .stored: return distinct(named, range)
        }
    }

    /// Finds series with the same labels, and keeps one of each.
    mutating func distinct(_ value: VectorValue, _ range: Range<Int>) -> VectorValue {
        guard let series = value.series else { return value }
        let groups = KeyGroups(series, KeyColumns(series, ignoring: []))
        guard groups.count < series.count else { return value }
        problems.append(
            problem(
                .sameLabels, range, isCertain: value.isFollowed && value.isSteady, groups, in: series,
                key: series.columns.map(\.name)))
        var result = value.with(series.choosing(groups.rows))
        result.bound(.failure)
        return result
    }

    /// Describes groups of more than one series.
    func problem(
        _ kind: EvaluationProblem.Kind, _ range: Range<Int>, isCertain: Bool, _ groups: KeyGroups,
        in series: SeriesSet, key: [UInt32]
    ) -> EvaluationProblem {
        var examples: [EvaluationProblem.Example] = []
        let keys = KeyColumns(series, labels: key)
        let keyColumns = series.columns.filter { key.contains($0.name) }
        for (group, size) in groups.sizes.enumerated() where size > 1 && examples.count < 3 {
            var shown: [[(name: String, value: String)]] = []
            series.forEachRow { row in
                guard shown.count < 2, keys.areEqual(row, groups.rows[group]) else { return }
                shown.append(symbols.labels(of: row, in: series.columns))
            }
            examples.append(
                EvaluationProblem.Example(
                    key: symbols.labels(of: groups.rows[group], in: keyColumns), series: shown))
        }
        return EvaluationProblem(
            kind: kind, range: range, isCertain: isCertain, keys: groups.sizes.count { $0 > 1 },
            largest: groups.sizes.max() ?? 0, examples: examples)
    }
}

extension Expression {
    /// The bytes of a text, if that is all the expression is.
    var literalText: [UInt8]? {
        if case .string(let literal) = unwrapped.kind { literal.bytes } else { nil }
    }

    /// The number, if that is all the expression is, with a sign or without.
    var literalNumber: Double? {
        switch unwrapped.kind {
        case .number(let literal): literal.value
        case .unary(let operation): operation.operand.literalNumber.map { operation.isNegation ? -$0 : $0 }
        default: nil
        }
    }
}
