import Relabel

@testable import Propose

/// Random numbers that come again: xorshift.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

/// Valid rules whose texts are hard to quote.
struct RandomSections {
    var random: SeededGenerator
    /// Whether the names that operators and old versions know are the only ones.
    var isLegacy = false

    private static let names = ["__name__", "le", "job", "pod", "y", "null", "_x1"]
    private static let odd = ["my.label", "a b", "é", "{}", "x:y", "- a", "# c", "'", "\"", "a\nb"]
    private static let patterns = [
        "null", "~", "", "true", "123", "1e3", "0x1f", ".+", "a|b", "go_(gc|memstats)_.*", "(a)(b)?", "a: b", "a #b",
        " a ",
        "it's", "\"q\"", "\\d+\\.\\\\", "#", "- x", "[a-z]{2}", "{{x}}", "%", "&a", "!a", "|",
        ">", "é|ü", "\u{1F600}", "a\nb", "a\tb\r", "\u{7F}", "\u{85}", "\u{2028}", "\u{FEFF}x", "\u{1}", "$", "^a$",
        "a$$",
        "(?i)AB", "`tick`", "//", "node-x", "-x", "e.3", "x.", "/a/b", "a---", "_1.5", ".5", "a/", "/* */", "${x}",
    ]
    private static let replacements = [
        "$1", "", "$$", "${1}_x", "it's", "\"", "\\", "null", "~", "no", "12", "a\nb", "\u{0}", "é", "$2$1", "# x", " ",
    ]
    private static let separators = [";", "", "-", ":", "$", "'", "\n", "null"]
    private static let comments = ["", "saves 12 series; safe", "a\nb", "\u{0}\u{2028}x", "*/ } //", "word \(1_000)"]

    private mutating func pick<T>(_ items: [T], _ fallback: T) -> T { items.randomElement(using: &random) ?? fallback }

    private mutating func name() -> String { pick(isLegacy ? Self.names : Self.names + Self.odd, "a") }

    mutating func rule() -> RelabelRule {
        let action = pick(Action.ofPrometheus, .replace)
        let sources = (0..<Int.random(in: 1...3, using: &random)).map { _ in name() }
        let regex = pick(Self.patterns, "a")
        let separator = pick(Self.separators, ";")
        let replacement = pick(Self.replacements, "$1")
        switch action {
        case .keep, .drop: return RelabelRule(action, from: sources, separator: separator, regex: regex)
        case .keepequal, .dropequal: return RelabelRule(action, from: sources, to: name())
        case .replace:
            return RelabelRule(
                pick([.replace, nil], nil), from: sources, separator: separator, regex: regex, to: name(),
                replacement: replacement)
        case .hashmod: return RelabelRule(action, from: sources, separator: separator, modulus: 7, to: name())
        case .lowercase, .uppercase: return RelabelRule(action, from: sources, to: name())
        case .labelmap: return RelabelRule(action, regex: regex, replacement: isLegacy ? "${1}_x" : "n.$1")
        default: return RelabelRule(action, regex: regex)
        }
    }

    mutating func rules(_ count: Int = 6) -> [CommentedRule] {
        (0..<count).map { _ in CommentedRule(rule(), comment: pick(Self.comments, "")) }
    }
}
