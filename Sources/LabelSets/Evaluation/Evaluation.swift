package import PromQL
import TSDB

/// How expressions are evaluated, and what is assumed where an index cannot tell.
package struct EvaluationOptions: Sendable {
    /// When, in milliseconds since the epoch; `nil` is the last sample of the index.
    package var time: Int64?
    /// How far back an instant selector looks: a series counts with a sample in (time - lookback, time].
    package var lookback: Int64 = 300_000
    /// The longest time between two samples of a series that lives.
    ///
    /// It is an assumption: an index knows a series' first and last sample only. A series whose last sample is older
    /// than this may have ended with a staleness marker, and a range with less than two intervals of a series' life may
    /// hold too few samples for `rate()`: results with such series are bounds.
    package var sampleInterval: Int64 = 60_000
    /// The step of subqueries that name none.
    package var evaluationInterval: Int64 = 60_000
    /// Bytes of the expression in which a matcher is taken to accept whatever there is: a dashboard's variable.
    package var open: [Range<Int>] = []
    /// Series that one result may hold before they are only counted.
    package var seriesLimit = 5_000_000
    /// Labels of series that one evaluation may hold beyond those of the index, four bytes each. They are also taken of
    /// the memory budget that the index was read with, until the evaluation is released.
    package var labelLimit = 40_000_000

    package init() {}
}

/// An expression evaluated over the label sets of an index: what its result and the results of its parts can be.
///
/// What Prometheus would answer at the time, as far as labels decide it. A count is exact if labels and lifetimes alone
/// decide it, otherwise it is the most that there can be: comparisons are taken to keep everything.
///
/// Operators are those of Prometheus 3 without feature flags. Version 2 differs in that `atan2` keeps the metric's name.
package struct Evaluation: Sendable {
    package let expression: Expression
    /// What fails, or finds nothing, whatever the samples are. In the order it is met, inner expressions first.
    package let problems: [EvaluationProblem]
    private let values: [Range<Int>: VectorValue]
    private let symbols: EvaluationSymbols
    private let memory: MemoryReservation?

    package init(_ expression: Expression, over index: SeriesIndex, _ options: EvaluationOptions = EvaluationOptions())
    {
        var evaluator = Evaluator(index, options)
        let time = options.time ?? index.times?.last ?? 0
        _ = evaluator.evaluate(expression, TimeFrame(at: time))
        self.expression = expression
        problems = evaluator.problems
        values = evaluator.values
        symbols = evaluator.symbols
        memory = evaluator.memory
    }

    /// Of the whole expression.
    package var result: ExpressionResult {
        result(at: expression) ?? ExpressionResult(.scalar, expression.range, symbols)
    }

    /// Of a part of it; `nil` if it is no part. What is inside a subquery is meant over the subquery's whole time.
    package func result(at part: Expression) -> ExpressionResult? {
        values[part.range].map { ExpressionResult($0, part.range, symbols) }
    }
}

extension ExpressionResult {
    init(_ value: VectorValue, _ range: Range<Int>, _ symbols: EvaluationSymbols) {
        self.init(
            range: range, count: value.isExact ? .exact(value.limit) : .atMost(value.limit),
            reasons: value.isExact ? [] : value.reasons, touched: value.touched, matching: value.matching,
            series: value.series, openLabels: value.openLabels, symbols: symbols)
    }
}
