/// A pattern for paths: `*` and `?` within a name, `[a-z]` and `[!a-z]`, `**` for any number of directories.
package struct Glob: Sendable {
    private enum Part: Equatable {
        case any
        case name([UInt8])
    }

    private let parts: [Part]
    package let isAbsolute: Bool

    package init(_ pattern: String) {
        isAbsolute = pattern.hasPrefix("/")
        parts = pattern.utf8.split(separator: 0x2f).filter { !$0.elementsEqual([0x2e]) }.map { part in
            part.elementsEqual("**".utf8) ? .any : .name(Array(part))
        }
    }

    /// Whether a text has anything that only a pattern has.
    package static func isPattern(_ path: String) -> Bool {
        path.utf8.contains { $0 == 0x2a || $0 == 0x3f || $0 == 0x5b }
    }

    /// The directory that all matches are in: the leading names without patterns, all but the last.
    package var base: String {
        let names = parts.dropLast().prefix { part in
            if case .name(let name) = part { !Self.isPattern(String(decoding: name, as: UTF8.self)) } else { false }
        }
        let path = names.map { part in
            if case .name(let name) = part { String(decoding: name, as: UTF8.self) } else { "" }
        }.joined(separator: "/")
        return isAbsolute ? "/" + path : path.isEmpty ? "." : path
    }

    package func matches(_ path: String) -> Bool {
        guard path.hasPrefix("/") == isAbsolute else { return false }
        let names = path.utf8.split(separator: 0x2f).filter { !$0.elementsEqual([0x2e]) }.map { Array($0) }
        // Which parts may come next, for each part: `**` multiplies the ways, and this keeps them one line.
        var reached = [Bool](repeating: false, count: parts.count + 1)
        reached[0] = true
        skipAny(&reached)
        for name in names {
            var next = [Bool](repeating: false, count: parts.count + 1)
            for (index, part) in parts.enumerated() where reached[index] {
                switch part {
                case .any: next[index] = true
                case .name(let pattern): if Self.matches(name, pattern) { next[index + 1] = true }
                }
            }
            skipAny(&next)
            reached = next
        }
        return reached[parts.count]
    }

    private func skipAny(_ reached: inout [Bool]) {
        for (index, part) in parts.enumerated() where reached[index] && part == .any { reached[index + 1] = true }
    }

    /// One name against one pattern. A star only ever goes back to the last star: time is the product of the lengths.
    static func matches(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
        var (at, place) = (0, 0)
        var star: (name: Int, pattern: Int)?
        while at < name.count {
            if place < pattern.count, pattern[place] == 0x2a {
                star = (at, place)
                place += 1
            } else if let next = step(name[at], pattern, place) {
                at += 1
                place = next
            } else if let (begin, origin) = star {
                star = (begin + 1, origin)
                (at, place) = (begin + 1, origin + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == 0x2a }
    }

    /// Where the pattern goes on if it takes a byte; `nil` if it does not.
    private static func step(_ byte: UInt8, _ pattern: [UInt8], _ index: Int) -> Int? {
        guard index < pattern.count else { return nil }
        switch pattern[index] {
        case 0x3f: return index + 1
        case 0x5b:
            guard let (isIn, next) = set(byte, pattern, index + 1) else { return byte == 0x5b ? index + 1 : nil }
            return isIn ? next : nil
        case 0x5c where index + 1 < pattern.count: return pattern[index + 1] == byte ? index + 2 : nil
        case let other: return other == byte ? index + 1 : nil
        }
    }

    /// `nil` where the bracket is not closed, and means itself.
    private static func set(_ byte: UInt8, _ pattern: [UInt8], _ start: Int) -> (Bool, next: Int)? {
        var index = start
        let isNegated = index < pattern.count && (pattern[index] == 0x21 || pattern[index] == 0x5e)
        if isNegated { index += 1 }
        let first = index
        var isIn = false
        while index < pattern.count {
            if pattern[index] == 0x5d, index > first { return (isIn != isNegated, index + 1) }
            if index + 2 < pattern.count, pattern[index + 1] == 0x2d, pattern[index + 2] != 0x5d {
                if pattern[index] <= byte, byte <= pattern[index + 2] { isIn = true }
                index += 3
            } else {
                if pattern[index] == byte { isIn = true }
                index += 1
            }
        }
        return nil
    }
}
