import Regex
import Relabel

/// Plain texts as one regular expression that a person can read: what they have in common is written once.
///
/// Common beginnings are taken apart where words end, as names and paths are made: `go_(?:gc|memstats)_...`. What is the
/// beginning of others itself makes the rest optional: `seconds(?:_(?:count|sum))?`.
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

    /// One pattern for distinct texts, in their order.
    static func pattern(_ texts: [String], depth: Int = 0) -> String {
        guard texts.count > 1, depth < depthLimit else {
            return texts.map(escaped).joined(separator: "|")
        }
        var order: [Substring] = []
        var groups: [Substring: [String]] = [:]
        var isOptional = false
        for text in texts {
            if text.isEmpty {
                isOptional = true
                continue
            }
            let stem = stem(of: text)
            if groups[stem] == nil { order.append(stem) }
            groups[stem, default: []].append(text)
        }
        let alternatives = order.flatMap { stem -> [String] in
            let members = groups[stem] ?? []
            return members.count == 1 ? members.map(escaped) : group(members, stem, depth)
        }
        let joined = alternatives.joined(separator: "|")
        // An empty alternative is the same, and easier to miss.
        return isOptional ? "(?:\(joined))?" : joined
    }

    /// Texts that begin with the same word: what else they share at the beginning, then the rest.
    private static func group(_ texts: [String], _ stem: Substring, _ depth: Int) -> [String] {
        var start = String(stem)
        var rests = texts.map { String($0.dropFirst(stem.count)) }
        // Every rest but an empty one begins with a mark.
        while let first = rests.first, let mark = first.first, rests.allSatisfy({ $0.first == mark }) {
            let tails = rests.map { $0.dropFirst() }
            start.append(mark)
            rests = tails.map(String.init)
            let next = Self.stem(of: rests[0])
            guard !next.isEmpty, !rests.contains(""), rests.allSatisfy({ Self.stem(of: $0) == next }) else { break }
            start += next
            rests = rests.map { String($0.dropFirst(next.count)) }
        }
        guard rests.contains(""), rests.count > 1 else {
            // Where marks differ, little is shared: what is not shorter is harder to read.
            if Set(rests.map(\.first)).count > 1, rests.contains(where: { $0.first == ":" }) {
                return texts.map(escaped)
            }
            let inner = pattern(rests, depth: depth + 1)
            return [escaped(start) + (isOneGroup(inner) ? inner : "(?:" + inner + ")")]
        }
        var others = rests.filter { !$0.isEmpty }
        let mark = others[0].first.map(String.init) ?? ""
        guard others.allSatisfy({ $0.hasPrefix(mark) }) else {
            return [escaped(start) + "(?:" + pattern(others, depth: depth + 1) + ")?"]
        }
        others = others.map { String($0.dropFirst(mark.count)) }
        let inner = part(pattern(others, depth: depth + 1))
        return [escaped(start) + "(?:" + escaped(mark) + inner + ")?"]
    }

    /// Whether it is something optional, in a group already.
    private static func isOneGroup(_ pattern: String) -> Bool {
        guard pattern.hasPrefix("(?:"), pattern.hasSuffix(")?") else { return false }
        var depth = 0
        var isEscaped = false
        for (index, byte) in pattern.utf8.enumerated() {
            defer { isEscaped = byte == 0x5c && !isEscaped }
            if isEscaped { continue }
            if byte == 0x28 { depth += 1 }
            if byte == 0x29 { depth -= 1 }
            if depth == 0, index < pattern.utf8.count - 2 { return false }
        }
        return true
    }

    private static let marks: Set<Character> = ["_", "-", ".", "/", ":"]

    /// The word a text begins with, marks before it included; of a number, which is read as one, all of it.
    private static func stem(of text: String) -> Substring {
        if text.utf8.allSatisfy({ 0x2b...0x39 ~= $0 || $0 == 0x65 }), Double(text) != nil { return text[...] }
        let word = text.firstIndex { !marks.contains($0) } ?? text.endIndex
        return text[..<(text[word...].firstIndex { marks.contains($0) } ?? text.endIndex)]
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
