import PromQL
import Regex
import Relabel

extension Evaluator {
    /// `label_replace(v, target, replacement, source, pattern)`
    mutating func replaceLabel(_ input: VectorValue, _ call: Call, _ range: Range<Int>) -> VectorValue {
        let texts = call.arguments.dropFirst().map(\.literalText)
        guard texts.count == 4, let target = texts[0], let replacement = texts[1], let source = texts[2],
            let pattern = texts[3], let regex = try? Regex(bytes: pattern)
        else {
            var result = input
            result.bound(.failure)
            return result
        }
        let label = symbols.intern(target)
        guard var series = input.series, affords(series.base) else { return opened(input, label) }
        let template = Template(replacement, groupNames: regex.groupNames)
        let sources = series[symbols.intern(source)]
        var values = series.values(of: label)
        /// By value of the source: what the target becomes, or that the pattern does not match.
        var outcomes: [UInt32: UInt32?] = [:]
        var groups: [Range<Int>?] = []
        var expanded: [UInt8] = []
        series.forEachRow { row in
            let value = sources?[row] ?? SymbolPool.empty
            let outcome: UInt32?
            if let known = outcomes[value] {
                outcome = known
            } else {
                expanded.removeAll(keepingCapacity: true)
                let isMatch = symbols.withBytes(value) { bytes in
                    guard regex.match(bytes, groups: &groups) else { return false }
                    template.expand(bytes, groups, into: &expanded)
                    return true
                }
                outcome = isMatch ? symbols.intern(expanded) : nil
                outcomes.updateValue(outcome, forKey: value)
            }
            if let outcome { values[Int(row)] = outcome }
        }
        series.replace(LabelColumn(label, .stored(values)))
        return distinct(input.with(series), range)
    }

    /// `label_join(v, target, separator, source...)`
    mutating func joinLabels(_ input: VectorValue, _ call: Call, _ range: Range<Int>) -> VectorValue {
        let texts = call.arguments.dropFirst().map(\.literalText)
        guard texts.count >= 2, let target = texts[0], let separator = texts[1] else {
            var result = input
            result.bound(.failure)
            return result
        }
        let label = symbols.intern(target)
        guard var series = input.series, affords(series.base) else { return opened(input, label) }
        let names = texts.dropFirst(2).map { $0.map { symbols.intern($0) } ?? SymbolPool.empty }
        let sources = names.map { series[$0] }
        var values = series.values(of: label)
        let groups = KeyGroups(series, KeyColumns(series, labels: names), remembersGroups: true)
        let joined = groups.rows.map { row in
            var text: [UInt8] = []
            for (index, source) in sources.enumerated() {
                if index > 0 { text += separator }
                if let source { symbols.withBytes(source[row]) { text.append(contentsOf: $0) } }
            }
            return symbols.intern(text)
        }
        var next = 0
        series.forEachRow { row in
            values[Int(row)] = joined[Int(groups.groups[next])]
            next += 1
        }
        series.replace(LabelColumn(label, .stored(values)))
        return distinct(input.with(series), range)
    }

    private func opened(_ input: VectorValue, _ label: UInt32) -> VectorValue {
        var result = input
        result.unfollow(.rowLimit)
        result.bound(.rowLimit)
        if result.series == nil, !result.openLabels.contains(label) { result.openLabels.append(label) }
        return result
    }
}
