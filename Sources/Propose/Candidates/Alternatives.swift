import Regex
import Relabel

/// Plain texts as one regular expression that a person can read: what they have in common is written once.
///
/// Common beginnings are taken apart at underscores alone, as metrics' names are made: `go_(?:gc|memstats)_...`.
enum Alternatives {
    /// Bytes of one pattern beyond which it is split: it has to be read, too.
    static let lengthLimit = 480
    private static let depthLimit = 24

    /// Patterns that together match the texts and nothing else.
    static func patterns(_ texts: [String], prefix: String = "", suffix: String = "") -> [String] {
        let sorted = Array(Set(texts)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return split(sorted[...]).map { prefix + $0 + suffix }
    }

    private static func split(_ texts: ArraySlice<String>) -> [String] {
        let whole = pattern(Array(texts), depth: 0)
        if whole.utf8.count <= lengthLimit || texts.count < 2 { return [whole] }
        let middle = texts.startIndex + texts.count / 2
        return split(texts[..<middle]) + split(texts[middle...])
    }

    /// One pattern for sorted, distinct texts.
    static func pattern(_ texts: [String], depth: Int = 0) -> String {
        guard texts.count > 1, depth < depthLimit else {
            return texts.map(escaped).joined(separator: "|")
        }
        var alternatives: [String] = []
        var index = 0
        var isOptional = false
        while index < texts.count {
            let head = component(texts[index])
            var end = index + 1
            while end < texts.count, component(texts[end]) == head { end += 1 }
            if end - index == 1 || head.isEmpty {
                for text in texts[index..<end] {
                    if text.isEmpty { isOptional = true } else { alternatives.append(escaped(text)) }
                }
            } else {
                alternatives.append(group(Array(texts[index..<end]), depth))
            }
            index = end
        }
        let joined = alternatives.joined(separator: "|")
        if !isOptional { return joined }
        // An empty alternative is the same, and easier to miss.
        return "(?:\(joined))?"
    }

    /// Texts with the same first component: the longest beginning they share, then the rest.
    private static func group(_ texts: [String], _ depth: Int) -> String {
        var parts: [String] = []
        var rests = texts
        while true {
            let heads = Set(rests.map(component))
            guard heads.count == 1, let head = heads.first, !head.isEmpty, !rests.contains(head) else { break }
            parts.append(head)
            rests = rests.map { String($0.dropFirst(head.count)) }
        }
        if parts.isEmpty {
            // One of them is the component itself.
            return texts.map(escaped).joined(separator: "|")
        }
        let inner = pattern(rests, depth: depth + 1)
        let start = escaped(parts.joined())
        return inner.hasPrefix("(?:") && inner.hasSuffix(")?") ? start + inner : start + "(?:" + inner + ")"
    }

    /// Up to the first underscore, which is part of it; all of a text without one.
    private static func component(_ text: String) -> String {
        guard let end = text.utf8.firstIndex(of: 0x5f) else { return text }
        return String(text[...end])
    }

    /// The pattern as a part of a longer one: in a group if it has alternatives that are in none.
    static func part(_ pattern: String) -> String {
        var depth = 0
        var isEscaped = false
        for byte in pattern.utf8 {
            defer { isEscaped = byte == 0x5c && !isEscaped }
            if isEscaped { continue }
            if byte == 0x28 { depth += 1 }
            if byte == 0x29 { depth -= 1 }
            if byte == 0x7c, depth == 0 { return "(?:" + pattern + ")" }
        }
        return pattern
    }

    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if "\\.+*?()|[]{}^$".unicodeScalars.contains(scalar) { escaped += "\\" }
            escaped.unicodeScalars.append(scalar)
        }
        return escaped
    }

    /// Whether the pattern matches exactly the wanted ones of all texts.
    static func matchesExactly(_ patterns: [String], _ wanted: Set<String>, of all: some Sequence<String>) -> Bool {
        let compiled = patterns.compactMap { try? Regex($0) }
        guard compiled.count == patterns.count else { return false }
        return all.allSatisfy { text in compiled.contains { $0.matches(text) } == wanted.contains(text) }
            && wanted.allSatisfy { text in compiled.contains { $0.matches(text) } }
    }
}
