extension RegexError {
    init(_ kind: Kind, in pattern: [UInt8], at range: Range<Int>) {
        let text = String(decoding: pattern[range], as: UTF8.self)
        self.init(
            kind: kind, pattern: String(decoding: pattern, as: UTF8.self), range: range, text: text,
            advice: Self.advice(kind, text: text, rest: pattern[range.lowerBound...], pattern: pattern))
    }

    private static func advice(_ kind: Kind, text: String, rest: ArraySlice<UInt8>, pattern: [UInt8]) -> String {
        func restStarts(with prefix: String) -> Bool { rest.starts(with: Array(prefix.utf8)) }
        switch kind {
        case .invalidPerlSyntax, .invalidNamedCapture:
            let lookarounds = ["(?=", "(?!", "(?<=", "(?<!"]
            if lookarounds.contains(where: restStarts) {
                return "RE2 cannot look ahead or behind; use a second matcher (!~) or rule, or list what should match"
            }
            if restStarts(with: "(?>") { return "RE2 has no atomic groups; write (?:...)" }
            if restStarts(with: "(?#") { return "RE2 has no comments in patterns; remove it" }
            if restStarts(with: "(?P=") || restStarts(with: "(?P>") {
                return "RE2 cannot refer back to a group; repeat its pattern"
            }
            if kind == .invalidNamedCapture { return "a group is named (?P<name>...), of letters, digits and _" }
            return "groups are (...), (?:...), (?P<name>...), and the flags are (?i), (?m), (?s) and (?U)"
        case .invalidEscape:
            if pattern.last == UInt8(ascii: "\\"), text.hasSuffix("\\") { return "write \\\\ for a backslash" }
            if let digit = text.utf8.dropFirst().first, 0x31...0x39 ~= digit {
                return "RE2 cannot refer back to a group; repeat its pattern"
            }
            return escapeAdvice[text] ?? "only signs may be escaped freely; write the character itself, or \\x{...}"
        case .invalidRepeatCount:
            return "at most 1000 copies in all, also of nested counts, and the first no larger than the second"
        case .invalidNestedRepetition:
            return "RE2 has no possessive operators, and one operator cannot follow another; use (?:...) between them"
        case .missingRepeatArgument:
            return "there is nothing before it to repeat; write \\ before it for the sign itself, or .* for anything"
        case .invalidClassRange:
            if text.hasPrefix("[:") { return "the classes are [:alpha:], [:digit:], [:alnum:], [:space:] and so on" }
            if text.lowercased().hasPrefix("\\p") { return "Go knows no Unicode category or script of that name" }
            return "the first character must not come after the second"
        case .missingBracket: return "close the class with ], or write \\[ for a bracket"
        case .missingParenthesis:
            return text.isEmpty
                ? "a backslash or \\Q there leaves a group open; write \\\\ for a backslash, and end \\Q with \\E"
                : "close the group with ), or write \\( for a parenthesis"
        case .trailingBackslash: return "write \\\\ for a backslash"
        case .unexpectedParenthesis: return "remove it, open a group for it, or write \\) for a parenthesis"
        case .invalidUTF8: return "write the character in UTF-8"
        case .nestsTooDeeply: return "at most 1000 levels"
        case .tooLarge: return "split it, or lower its repeat counts"
        }
    }

    private static let escapeAdvice: [String: String] = [
        "\\Z": "use \\z, or nothing: the pattern is anchored already",
        "\\G": "leave it out: the pattern is anchored already",
        "\\h": "write [ \\t]",
        "\\H": "write [^ \\t]",
        "\\R": "write (?:\\r\\n|\\n|\\r)",
        "\\N": "write [^\\n]",
        "\\X": "RE2 has no grapheme clusters; write . for a character",
        "\\C": "RE2 here has no single bytes; write . for a character",
        "\\e": "write \\x1b",
        "\\K": "RE2 has no \\K; capture what is wanted in a group",
        "\\E": "there is no \\Q before it; remove it",
        "\\Q": "quoting does not work in a class; escape each sign with \\",
        "\\k": "RE2 cannot refer back to a group; repeat its pattern",
        "\\g": "RE2 cannot refer back to a group; repeat its pattern",
        "\\b": "\\b means nothing in a class; write \\x08 for a backspace",
    ]
}
