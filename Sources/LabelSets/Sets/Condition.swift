import PromQL

/// A matcher on its way through columns: each distinct value is asked once.
struct Condition {
    private let matcher: Matcher
    let label: UInt32
    /// Number of the matcher's value, for equality.
    private let value: UInt32
    /// By value: 0 not asked yet, 1 accepted, 2 refused.
    private var verdicts: [UInt8] = []

    init(_ matcher: Matcher, label: UInt32, value: UInt32) {
        self.matcher = matcher
        self.label = label
        self.value = value
    }

    /// Takes out of `rows` (`nil` for all) those that are refused. False if all are.
    mutating func filter(
        _ column: LabelColumn?, _ rows: inout [UInt32]?, count: Int, _ symbols: EvaluationSymbols
    ) -> Bool {
        guard let column else { return matcher.matchesEmpty }
        guard case .stored(let values) = column.values else { return accepts(column[0], symbols) }
        var kept: [UInt32] = []
        if let rows {
            for row in rows where accepts(values[Int(row)], symbols) { kept.append(row) }
        } else {
            for row in 0..<UInt32(count) where accepts(values[Int(row)], symbols) { kept.append(row) }
        }
        rows = kept
        return !kept.isEmpty
    }

    @inline(__always)
    private mutating func accepts(_ value: UInt32, _ symbols: EvaluationSymbols) -> Bool {
        switch matcher.type {
        case .equal: return value == self.value
        case .notEqual: return value != self.value
        case .regex, .notRegex: break
        }
        if verdicts.isEmpty { verdicts = [UInt8](repeating: 0, count: symbols.count) }
        let known = verdicts[Int(value)]
        if known != 0 { return known == 1 }
        let isAccepted = symbols.withBytes(value) { matcher.matches($0) }
        verdicts[Int(value)] = isAccepted ? 1 : 2
        return isAccepted
    }
}
