/// A pattern of names or paths: `*` stands for any text within a part, `**` for any text, `?` for one character of a part.
///
/// Parts are what slashes separate. A path pattern without a slash matches the last part at any depth, as in
/// `.gitignore`.
package struct NamePattern: Sendable, Hashable {
    package let pattern: String
    private let tokens: [Token]

    private enum Token: Hashable {
        case byte(UInt8)
        case anyOfPart, anyText, anyByte
    }

    package init(_ pattern: String) {
        self.pattern = pattern
        var tokens: [Token] = []
        var bytes = Array(pattern.utf8)[...]
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "*"):
                guard bytes.first == byte else {
                    tokens.append(.anyOfPart)
                    continue
                }
                while bytes.first == byte { bytes.removeFirst() }
                // `a/**/b` also matches `a/b`.
                if bytes.first == UInt8(ascii: "/"), tokens.isEmpty || tokens.last == .byte(UInt8(ascii: "/")) {
                    bytes.removeFirst()
                }
                tokens.append(.anyText)
            case UInt8(ascii: "?"): tokens.append(.anyByte)
            default: tokens.append(.byte(byte))
            }
        }
        self.tokens = tokens
    }

    /// A pattern of checks' names, in which `*` alone is all of them.
    package init(check pattern: String) { self.init(pattern == "*" ? "**" : pattern) }

    /// Whether the whole of a name matches.
    package func matches(_ name: String) -> Bool { matches(bytes: Array(name.utf8)[...]) }

    /// Whether a path matches, or a directory it lies in.
    package func matches(path: String) -> Bool {
        var path = path
        while path.hasPrefix("./") { path.removeFirst(2) }
        let bytes = Array(path.utf8)
        let slash = UInt8(ascii: "/")
        let inner = bytes.indices.filter { bytes[$0] == slash }.map { $0 + 1 }
        let starts = pattern.utf8.contains(slash) ? [0] : [0] + inner
        let ends = bytes.indices.filter { bytes[$0] == slash && $0 > 0 } + [bytes.count]
        for start in starts {
            for end in ends where end > start && matches(bytes: bytes[start..<end]) { return true }
        }
        return false
    }

    private func matches(bytes name: ArraySlice<UInt8>) -> Bool {
        // All states that are reached so far, so that no pattern makes this slow.
        var states = closure([0])
        for byte in name {
            var next: Set<Int> = []
            for state in states where state < tokens.count {
                switch tokens[state] {
                case .byte(let wanted): if wanted == byte { next.insert(state + 1) }
                case .anyByte: if byte != UInt8(ascii: "/") { next.insert(state + 1) }
                case .anyOfPart: if byte != UInt8(ascii: "/") { next.insert(state) }
                case .anyText: next.insert(state)
                }
            }
            if next.isEmpty { return false }
            states = closure(next)
        }
        return states.contains(tokens.count)
    }

    private func closure(_ states: Set<Int>) -> Set<Int> {
        var all = states
        var open = Array(states)
        while let state = open.popLast() {
            guard state < tokens.count, tokens[state] == .anyOfPart || tokens[state] == .anyText else { continue }
            if all.insert(state + 1).inserted { open.append(state + 1) }
        }
        return all
    }
}
