/// Why Go's `text/template` refuses a text, and with which of its bytes.
package struct TemplateError: Error, Sendable, Equatable, CustomStringConvertible {
    /// In Go's own words, so that a user finds them again in Prometheus' log: `function "x" not defined`.
    package let message: String
    /// Bytes of the template's text; empty at the place where something is missing.
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
