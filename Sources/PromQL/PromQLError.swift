/// What is wrong with an expression, and with which of its bytes.
package struct PromQLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// In Prometheus' own words where it has some, so that a user finds the message in its documentation and log.
    package let message: String
    /// Bytes of the input; empty at the place where something is missing.
    package let range: Range<Int>

    package init(_ message: String, at range: Range<Int>) {
        self.message = message
        self.range = range
    }

    package var description: String { message }
}
