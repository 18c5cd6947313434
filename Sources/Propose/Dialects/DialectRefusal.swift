package import Relabel

/// Why rules cannot be written in a dialect: a rule that Prometheus would refuse, or one that the program which reads
/// the dialect would take for something else.
package struct DialectRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// What refuses it and why, and what to do instead.
    package let message: String
    package let rule: RelabelRule?

    init(_ message: String, rule: RelabelRule? = nil) {
        self.message = message
        self.rule = rule
    }

    package var description: String { message }
}
