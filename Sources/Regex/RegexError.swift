/// Why a pattern is not one Prometheus would load, in words for the person who wrote it.
///
/// Go's regexp package decides what is accepted; the message says what it refused, where, and what to write instead.
package struct RegexError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds Go distinguishes, by the names its users know from Prometheus' own log.
    package enum Kind: String, Sendable {
        case invalidClassRange = "invalid character class range"
        case invalidEscape = "invalid escape sequence"
        case invalidNamedCapture = "invalid named capture"
        case invalidPerlSyntax = "invalid or unsupported Perl syntax"
        case invalidNestedRepetition = "invalid nested repetition operator"
        case invalidRepeatCount = "invalid repeat count"
        case invalidUTF8 = "invalid UTF-8"
        case missingBracket = "missing closing ]"
        case missingParenthesis = "missing closing )"
        case missingRepeatArgument = "missing argument to repetition operator"
        case trailingBackslash = "trailing backslash at end of expression"
        case unexpectedParenthesis = "unexpected )"
        case nestsTooDeeply = "expression nests too deeply"
        case tooLarge = "expression too large"
    }

    package let kind: Kind
    /// The pattern as it was written, with bytes that are not UTF-8 repaired.
    package let pattern: String
    /// The bytes of the pattern that are at fault.
    package let range: Range<Int>
    /// The bytes at fault, or what stands there after repair.
    package let text: String
    /// What to write instead.
    package let advice: String

    /// The fault as Go's regexp package words it.
    package var message: String {
        switch kind {
        case .missingParenthesis, .unexpectedParenthesis, .nestsTooDeeply, .tooLarge:
            "error parsing regexp: \(kind.rawValue): `\(pattern)`"
        case .trailingBackslash: "error parsing regexp: \(kind.rawValue): ``"
        default: "error parsing regexp: \(kind.rawValue): `\(text)`"
        }
    }

    package var description: String {
        let place = text.isEmpty ? "at its end" : "at byte \(range.lowerBound), `\(text)`"
        return "the regular expression `\(pattern)` is refused by Prometheus: \(kind.rawValue) \(place): \(advice)"
    }
}
