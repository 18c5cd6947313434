import Glibc

/// What a pattern comes to when it is only text and `.*`: most of those that people write.
///
/// Exact on any bytes. Text that is valid UTF-8 occurs in broken UTF-8 only where Go would read it too, since a
/// broken sequence never swallows the first byte of a sound one.
enum Shortcut: Sendable {
    /// One of these, sorted by their bytes: `a|b|c`.
    case oneOf([[UInt8]])
    /// The prefix, at least `gap` bytes, the suffix: `.*`, `.+`, `a.*`, `.*b`, `a.+b`.
    case affixes(prefix: [UInt8], gap: Int, suffix: [UInt8])
    /// `.*text.*`
    case contains([UInt8])

    private static let valueLimit = 10_000
    private static let byteLimit = 1 << 20

    private static let metacharacters = Array("\\.+*?()[]{}^$".utf8)

    /// `nil` if the text is more than alternatives without any metacharacter; it need not be UTF-8.
    init?(alternatives text: [UInt8]) {
        guard !text.contains(where: Self.metacharacters.contains) else { return nil }
        self = .oneOf(Self.sortedUnique(text.split(separator: 0x7C, omittingEmptySubsequences: false).map(Array.init)))
    }

    /// `nil` if the pattern is more than that.
    init?(_ node: Node) {
        guard case .sequence(let children) = node.withoutCaptures.kind, children.count >= 2,
            case .assertion(.textStart)? = children.first?.kind, case .assertion(.textEnd)? = children.last?.kind
        else { return nil }
        let body = Node.sequence(of: Array(children[1..<children.count - 1]))
        if let values = Self.values(of: body) {
            self = .oneOf(Self.sortedUnique(values))
            return
        }
        let parts: [Node] = if case .sequence(let parts) = body.kind { parts } else { [body] }
        let known = parts.map(Part.init)
        switch (known.count, known.first, known.dropFirst().first, known.last) {
        case (1, .gap(let gap), _, _): self = .affixes(prefix: [], gap: gap, suffix: [])
        case (2, .text(let prefix), .gap(let gap), _): self = .affixes(prefix: prefix, gap: gap, suffix: [])
        case (2, .gap(let gap), .text(let suffix), _): self = .affixes(prefix: [], gap: gap, suffix: suffix)
        case (3, .text(let prefix), .gap(let gap), .text(let suffix)):
            self = .affixes(prefix: prefix, gap: gap, suffix: suffix)
        case (3, .gap(0), .text(let text), .gap(0)): self = .contains(text)
        default: return nil
        }
    }

    func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .oneOf(let values):
            var low = 0
            var high = values.count
            while low < high {
                let middle = (low + high) / 2
                let order = bytes.order(to: values[middle])
                if order == 0 { return true }
                if order > 0 { low = middle + 1 } else { high = middle }
            }
            return false
        case .affixes(let prefix, let gap, let suffix):
            return bytes.count >= prefix.count + gap + suffix.count
                && UnsafeRawBufferPointer(rebasing: bytes.prefix(prefix.count)).order(to: prefix) == 0
                && UnsafeRawBufferPointer(rebasing: bytes.suffix(suffix.count)).order(to: suffix) == 0
        case .contains(let text):
            guard let first = text.first else { return true }
            var rest = bytes
            while rest.count >= text.count, let start = rest.baseAddress,
                let found = memchr(start, Int32(first), rest.count - text.count + 1)
            {
                if UnsafeRawBufferPointer(start: found, count: text.count).order(to: text) == 0 { return true }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(UnsafeRawPointer(found) - start + 1))
            }
            return false
        }
    }

    private enum Part {
        case text([UInt8])
        case gap(Int)
        case other

        init(_ node: Node) {
            switch node.kind {
            case .literal(let runes, false) where !runes.contains(UTF8Rune.replacement):
                self = .text(runes.flatMap(UTF8Rune.encode))
            case .repetition(let child, let count) where count.maximum == nil && count.minimum <= 1:
                if case .anyRune = child.kind { self = .gap(count.minimum) } else { self = .other }
            default:
                self = .other
            }
        }
    }

    /// Every text a node matches, or `nil` if they are many or not plain.
    private static func values(of node: Node) -> [[UInt8]]? {
        switch node.kind {
        case .empty:
            return [[]]
        case .literal(let runes, let foldsCase):
            // U+FFFD also stands for broken bytes.
            let isPlain = !runes.contains { $0 == UTF8Rune.replacement || foldsCase && !CaseFolding.others($0).isEmpty }
            return isPlain ? [runes.flatMap(UTF8Rune.encode)] : nil
        case .characterClass(let set):
            let count = set.ranges.reduce(0) { $0 + $1.count }
            guard !set.isNegated, !set.foldsCase, set.properties.isEmpty, count <= 64 else { return nil }
            return set.ranges.flatMap(\.self).map(UTF8Rune.encode)
        case .repetition(let child, let count) where count.minimum == 0 && count.maximum == 1:
            return values(of: child).map { $0 + [[]] }
        case .alternation(let children):
            var all: [[UInt8]] = []
            for child in children {
                guard let more = values(of: child), all.count + more.count <= valueLimit else { return nil }
                all += more
            }
            return all
        case .sequence(let children):
            var all: [[UInt8]] = [[]]
            for child in children {
                guard let more = values(of: child), all.count * more.count <= valueLimit else { return nil }
                all = all.flatMap { start in more.map { start + $0 } }
                guard all.reduce(0, { $0 + $1.count }) <= byteLimit else { return nil }
            }
            return all
        default:
            return nil
        }
    }

    private static func sortedUnique(_ values: [[UInt8]]) -> [[UInt8]] {
        var result: [[UInt8]] = []
        for value in values.sorted(by: { $0.lexicographicallyPrecedes($1) }) where value != result.last {
            result.append(value)
        }
        return result
    }
}

extension Node {
    /// Whether an anchored pattern is a single group, with none inside.
    var isOneCapture: Bool {
        guard case .sequence(let children) = kind, children.count == 3,
            case .assertion(.textStart) = children[0].kind, case .assertion(.textEnd) = children[2].kind,
            case .capture(let inner, _) = children[1].kind
        else { return false }
        return !inner.hasCaptures
    }

    /// The plain text an anchored pattern begins with.
    var plainPrefix: [UInt8] {
        guard case .sequence(let children) = withoutCaptures.kind, children.count > 1,
            case .assertion(.textStart) = children[0].kind, case .literal(let runes, false) = children[1].kind
        else { return [] }
        // U+FFFD also stands for broken bytes.
        return runes.prefix { $0 != UTF8Rune.replacement }.flatMap(UTF8Rune.encode)
    }

    /// The same language without groups to capture.
    fileprivate var withoutCaptures: Node {
        switch kind {
        case .capture(let child, _): child.withoutCaptures
        case .repetition(let child, let count) where child.hasCaptures: Node(.repetition(child.withoutCaptures, count))
        case .sequence(let children): Node.sequence(of: children.map(\.withoutCaptures))
        case .alternation(let children): Node.alternation(of: children.map(\.withoutCaptures))
        default: self
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Less than, equal to or greater than 0 as these bytes come before, are or come after others.
    fileprivate func order(to other: [UInt8]) -> Int {
        let common = Swift.min(count, other.count)
        guard common > 0, let baseAddress else { return count - other.count }
        let order = other.withUnsafeBytes { $0.baseAddress.map { memcmp(baseAddress, $0, common) } ?? 0 }
        return order == 0 ? count - other.count : Int(order)
    }
}
