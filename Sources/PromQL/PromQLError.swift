/// What is wrong with an expression, and with which of its bytes.
package struct PromQLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// In Prometheus' own words where it has some, so that a user finds them again in its log.
    package let message: String
    /// Bytes of the input; empty at the place where something is missing.
    package let range: Range<Int>
    /// What to do about it, where that is not plain from the message.
    package let hint: String?

    package init(_ message: String, at range: Range<Int>, hint: String? = nil) {
        self.message = message
        self.range = range
        self.hint = hint
    }

    package var description: String { hint.map { "\(message); \($0)" } ?? message }
}
