import Synchronization

/// A regular expression as Prometheus matches it: RE2's syntax, anchored at both ends, `.` matching newlines.
///
/// Go's syntax decides what is accepted; PCRE2's compiled code matches, on a tree that has one meaning to both. Where
/// PCRE2 cannot answer as Go would, a linear matcher does, so matching cannot fail, and takes linear time at worst.
///
/// Values may be any bytes. As in Go a byte that is not part of valid UTF-8 counts as one U+FFFD. What differs from Go
/// is the Unicode version behind `\p{}` and `(?i)` alone: they know the runes of the installed PCRE2 (14.0 in 10.42).
package final class Regex: Sendable {
    /// The pattern as it was written.
    package let pattern: String
    /// Names of the groups, empty for one without; group 0 is the whole match.
    package let groupNames: [String]

    private let node: Node
    private let shortcut: Shortcut?
    /// Whether every group of every match is the whole value, and the shortcut decides.
    private let groupsSpanAll: Bool
    /// What takes long to make is made when it is first needed: patterns that are only looked at need none of it.
    /// Threads that match look it up without a lock.
    private let compiled = AtomicLazyReference<Compiled>()
    private let program = Mutex<Program?>(nil)

    private final class Compiled: Sendable {
        let pattern: PCRE2Pattern?

        init(_ node: Node) { pattern = PCRE2Pattern(node.pcre2Pattern) }
    }

    /// Where a pattern stands, on which the way Prometheus anchors it depends.
    package enum Use: Sendable {
        /// In a relabelling rule: anchors are joined to its text, so `a)|(b` is a pattern, and escapes them.
        case relabelling
        /// In a PromQL matcher: it has to be a pattern on its own, and plain alternatives are compared byte by byte.
        case matching
        /// Anywhere in a value, without anchors, and `.` for all but a newline: what vmagent replaces.
        case searching
    }

    package convenience init(_ pattern: String, for use: Use = .relabelling) throws(RegexError) {
        try self.init(bytes: Array(pattern.utf8), for: use)
    }

    package init(bytes: [UInt8], for use: Use = .relabelling) throws(RegexError) {
        pattern = String(decoding: bytes, as: UTF8.self)
        if use == .matching, let plain = Shortcut(alternatives: bytes) {
            (node, groupNames, shortcut, groupsSpanAll) = (Node(.empty), [""], plain, true)
            return
        }
        let anchored =
            switch use {
            case .relabelling: try AnchoredPattern(joining: bytes)
            case .matching: try AnchoredPattern(parsing: bytes)
            case .searching: try AnchoredPattern(searching: bytes)
            }
        node = anchored.node
        groupNames = anchored.groupNames
        shortcut = Shortcut(node)
        // Most patterns are alternatives of plain text, and most with a group are `(.*)`: PCRE2 is for the rest.
        groupsSpanAll = shortcut != nil && (groupNames.count == 1 || node.isOneCapture)
    }

    /// How many groups a match has, the whole match included.
    package var groupCount: Int { groupNames.count }

    /// All the values it matches, in byte order, when they are few and text: `a|b(c|d)` is `a`, `bc` and `bd`.
    ///
    /// An index can look these up instead of matching every value it holds.
    package var onlyValues: [String]? {
        guard case .oneOf(let values)? = shortcut else { return nil }
        let texts = values.compactMap { String(validating: $0, as: UTF8.self) }
        return texts.count == values.count ? texts : nil
    }

    /// Whether it is known to match every value: `.*`. Some patterns that do are not recognised.
    package var matchesAll: Bool {
        if case .affixes(let prefix, 0, let suffix)? = shortcut { prefix.isEmpty && suffix.isEmpty } else { false }
    }

    /// Whether it matches the empty value, as that of a label that is missing. Compiles nothing for that alone.
    package var matchesEmpty: Bool {
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        if let shortcut { return shortcut.matches(nothing) }
        return LinearMatcher.search(linearProgram(), nothing, wantsGroups: false) != nil
    }

    /// What every value it matches begins with; empty if nothing is known.
    package var prefix: String {
        if let values = onlyValues, values.count == 1 { return values[0] }
        return String(decoding: node.plainPrefix, as: UTF8.self)
    }

    package func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if let shortcut { return shortcut.matches(bytes) }
        var groups: [Range<Int>?] = []
        if let compiled = compiledPattern(), UTF8Rune.isValid(bytes) {
            switch compiled.search(bytes, groups: 0, into: &groups) {
            case .match: return true
            case .noMatch: return false
            case .undecided: break
            }
        }
        return LinearMatcher.search(linearProgram(), bytes, wantsGroups: false) != nil
    }

    /// Matches, and on success replaces `groups` with the byte range of each group, `nil` for one that took no part.
    ///
    /// The array is the caller's so that relabelling millions of series need not allocate one each time. `start` is where
    /// the search begins, for the matches after the first of a pattern that escapes its anchors; what lies before it is
    /// still seen by `^` and `\b`.
    package func match(
        _ bytes: UnsafeRawBufferPointer, from start: Int = 0, groups: inout [Range<Int>?]
    ) -> Bool {
        guard start >= 0, start <= bytes.count else { return false }
        if let shortcut, groupsSpanAll {
            // A shortcut stands for the whole value.
            guard start == 0, shortcut.matches(bytes) else { return false }
            groups.removeAll(keepingCapacity: true)
            for _ in 0..<groupCount { groups.append(0..<bytes.count) }
            return true
        }
        if !node.capturesInEmptyLoop, let compiled = compiledPattern(), UTF8Rune.isValid(bytes) {
            switch compiled.search(bytes, from: start, groups: groupCount, into: &groups) {
            case .match: return true
            case .noMatch: return false
            case .undecided: break
            }
        }
        guard let slots = LinearMatcher.search(linearProgram(), bytes, from: start, wantsGroups: true) else {
            return false
        }
        groups.removeAll(keepingCapacity: true)
        for index in 0..<groupCount {
            let (start, end) = (slots[2 * index], slots[2 * index + 1])
            groups.append(start >= 0 && end >= start ? start..<end : nil)
        }
        return true
    }

    package func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { matches(UnsafeRawBufferPointer($0)) }
    }

    private func compiledPattern() -> PCRE2Pattern? {
        (compiled.load() ?? compiled.storeIfNil(Compiled(node))).pattern
    }

    private func linearProgram() -> Program {
        program.withLock { cached in
            if let cached { return cached }
            let new = Program(node, groupCount: groupCount)
            cached = new
            return new
        }
    }
}
