import Cardinality

/// What values look like that are too many to be listed in a rule.
enum ValueLook: Hashable {
    case shape(ValueShape)
    /// What they begin with, and whether digits alone follow.
    case prefix(String, digits: Bool)
    /// What they end with.
    case suffix(String)
    /// All but so many, which are listed.
    case othersThan(Int)

    /// In the words of a comment, behind the label: `pod begins with "batch-"`.
    var words: String {
        switch self {
        case .shape(let shape): "is a \(shape.title)"
        case .prefix(let text, let digits): "is \"\(text)\" and \(digits ? "a number" : "more")"
        case .suffix(let text): "ends with \"\(text)\""
        case .othersThan(let count): "is none of the \(count) value\(count == 1 ? "" : "s") that are read"
        }
    }

    /// What all values of the look begin with.
    var beginning: String { if case .prefix(let text, _) = self { text } else { "" } }
}
