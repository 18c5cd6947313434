/// Whole numbers as options take them.
enum WholeNumber {
    /// Reads a number of a range, whose ends the message about another one names.
    static func parser(_ range: ClosedRange<Int>) -> @Sendable (String) throws -> Int {
        { text in
            guard let number = Int(text), range.contains(number) else {
                throw ArgumentProblem("expected a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
    }

    /// Rows of a list: `0` for all.
    static func rows(_ text: String) throws(ArgumentProblem) -> Int {
        guard let number = Int(text), number >= 0 else {
            throw ArgumentProblem("expected a number of rows, 0 for all")
        }
        return number
    }
}
