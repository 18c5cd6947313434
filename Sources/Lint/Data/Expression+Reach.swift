import PromQL

extension Expression {
    /// The milliseconds before its evaluation that it reads, as far as they are written down.
    var reach: Int64 {
        switch kind {
        case .vector(let vector): return vector.time.reach
        case .range(let range): return sum(range.vector.time.reach, range.length.milliseconds ?? 0)
        case .subquery(let subquery):
            return sum(sum(subquery.time.reach, subquery.length.milliseconds ?? 0), subquery.expression.reach)
        case .binary:
            let chain = operatorChain
            return chain.operations.reduce(chain.first.reach) { max($0, $1.0.right.reach) }
        default: return children.reduce(0) { max($0, $1.reach) }
        }
    }

    private func sum(_ one: Int64, _ other: Int64) -> Int64 {
        let (sum, overflow) = one.addingReportingOverflow(other)
        return overflow ? .max : max(0, sum)
    }
}

extension TimeModifiers {
    fileprivate var reach: Int64 { max(0, offset?.milliseconds ?? 0) }
}
