package import Regex

/// Why Prometheus would not load a relabelling rule.
package struct RelabelFault: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// The value cannot be read into the field.
        case decoding
        /// The field stands there twice.
        case repeated
        /// The pattern does not compile.
        case regex(RegexError)
        /// The rule reads well, but Prometheus refuses it.
        case validation
        /// vmagent would take it.
        case otherLanguage
    }

    package let kind: Kind
    /// The field to change; nil when the whole rule is at fault.
    package let field: RelabelRule.Field?
    /// For `validation` and `regex` Prometheus' own words, for the others ours.
    package let message: String

    package init(_ kind: Kind, _ field: RelabelRule.Field?, _ message: String) {
        self.kind = kind
        self.field = field
        self.message = message
    }

    package var description: String { message }

    /// What to write instead, where that is known.
    package var advice: String? {
        switch kind {
        case .regex(let error): error.advice
        case .otherLanguage: "vmagent takes it, Prometheus does not: say --dialect vmagent if it is for that"
        case .decoding, .repeated, .validation: nil
        }
    }

    /// A list item that holds nothing. Prometheus says which list it is in instead.
    package static let nullRule = RelabelFault(.validation, nil, "empty or null relabeling rule")
}
