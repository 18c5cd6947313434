import PromQL
import YAML

extension DashboardExpression {
    /// What takes the place of a variable that stands for a function: the first that makes sense is taken.
    private static let functionWords = ["abs", "rate", "sum", "topk", "quantile_over_time"]
    /// As many variables are tried as numbers one by one; of more, all at once.
    private static let combinationLimit = 4

    /// Reads PromQL at some bytes of a scalar's value. `numbers` are variables known to stand for numbers.
    init(_ scalar: ManifestScalar, at part: Range<Int>, numbers: Set<String>, as language: Language) {
        let bytes = Array(scalar.value.utf8)
        let text = String(decoding: bytes[part.clamped(to: 0..<bytes.count)], as: UTF8.self)
        let (mask, result) = Self.bestAttempt(text, numbers, language)
        let start = part.lowerBound
        let runs = mask.map.runs.map { run in
            TextMap.Run(offset: run.offset, source: run.source + start, escapeLength: run.escapeLength)
        }
        let end = TextMap.Run(offset: mask.map.end.offset, source: mask.map.end.source + start)
        self.init(
            masked: mask.text, expression: result, map: TextMap(runs: runs, end: end),
            placeholders: mask.placeholders, scalar: scalar)
    }

    private typealias Attempt = (mask: VariableMask, result: Result<Expression, PromQLError>)

    private static func bestAttempt(_ text: String, _ numbers: Set<String>, _ language: Language) -> Attempt {
        let first = attempt(text, functionWords[0], numbers, language)
        guard case .failure = first.result else { return first }
        let hasFunction = first.mask.placeholders.contains { $0.role == .function }
        for guess in guesses(Set(first.mask.placeholders.filter { $0.role == .name }.map(\.variable))) {
            for word in hasFunction ? functionWords : [functionWords[0]] {
                let attempt = attempt(text, word, numbers.union(guess), language)
                if case .success = attempt.result { return attempt }
            }
        }
        return first
    }

    /// Which variables may be numbers, few first: `topk($n, x)` makes no sense otherwise.
    private static func guesses(_ names: Set<String>) -> [Set<String>] {
        let names = names.sorted()
        guard names.count <= combinationLimit else { return [[], Set(names)] }
        let all = (0..<(1 << names.count)).map { bits in
            Set(names.indices.filter { bits >> $0 & 1 == 1 }.map { names[$0] })
        }
        return all.sorted { $0.count < $1.count }
    }

    private static func attempt(
        _ text: String, _ word: String, _ numbers: Set<String>, _ language: Language
    ) -> Attempt {
        let mask = VariableMask(text, functionWord: word, numbers: numbers)
        do throws(PromQLError) {
            return (mask, .success(try Expression(parsing: mask.text, as: language)))
        } catch {
            return (mask, .failure(error))
        }
    }
}
