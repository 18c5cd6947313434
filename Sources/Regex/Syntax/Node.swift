/// A piece of a pattern, as Go understands it.
///
/// Every meaning that flags, escapes or abbreviations give a construct is resolved here, so the PCRE2 translation, the
/// linear matcher and the shortcuts all read the same tree and none of them parses text again.
struct Node: Sendable {
    indirect enum Kind: Sendable {
        case empty
        case literal([UInt32], foldsCase: Bool)
        case characterClass(CharacterClass)
        case anyRune
        case anyRuneExceptNewline
        case assertion(Assertion)
        case capture(Node, index: Int)
        case repetition(Node, Repeat)
        case sequence([Node])
        case alternation([Node])
    }

    enum Assertion: Sendable, Equatable {
        case textStart, textEnd, lineStart, lineEnd, wordBoundary, notWordBoundary
    }

    struct Repeat: Sendable, Equatable {
        var minimum: Int
        /// `nil` is unbounded.
        var maximum: Int?
        var isGreedy: Bool
    }

    let kind: Kind
    /// Height of the tree, which Go limits to 1,000.
    let height: Int
    /// Instructions Go's compiler would need at most, which it limits to 128 MB worth of them.
    let size: Int
    /// The largest product of nested repeat counts, which Go limits to 1,000.
    let copies: Int
    /// Whether it can match the empty string.
    let isNullable: Bool
    /// Whether a group is captured within.
    let hasCaptures: Bool
    /// Whether a captured group sits in an unbounded loop whose body can be empty. Go ends such a loop before the
    /// empty round, PCRE2 after it, so the two report other positions for the group (and agree on the match).
    let capturesInEmptyLoop: Bool

    init(_ kind: Kind) {
        self.kind = kind
        switch kind {
        case .empty, .assertion:
            (height, size, copies, isNullable, hasCaptures, capturesInEmptyLoop) = (1, 1, 1, true, false, false)
        case .characterClass, .anyRune, .anyRuneExceptNewline:
            (height, size, copies, isNullable, hasCaptures, capturesInEmptyLoop) = (1, 1, 1, false, false, false)
        case .literal(let runes, _):
            (height, size, copies, isNullable) = (1, max(1, runes.count), 1, runes.isEmpty)
            (hasCaptures, capturesInEmptyLoop) = (false, false)
        case .capture(let child, _):
            (height, size, copies) = (1 + child.height, 2 + child.size, child.copies)
            (isNullable, hasCaptures, capturesInEmptyLoop) = (child.isNullable, true, child.capturesInEmptyLoop)
        case .repetition(let child, let count):
            height = 1 + child.height
            size = max(1, count.copiesForSize * child.size + count.overhead)
            copies = count.maximum == 0 ? 1 : max(1, count.maximum ?? count.minimum) * child.copies
            isNullable = count.minimum == 0 || child.isNullable
            hasCaptures = child.hasCaptures
            capturesInEmptyLoop =
                child.capturesInEmptyLoop || count.maximum == nil && child.isNullable && child.hasCaptures
        case .sequence(let children), .alternation(let children):
            height = 1 + (children.map(\.height).max() ?? 0)
            copies = children.map(\.copies).max() ?? 1
            hasCaptures = children.contains(where: \.hasCaptures)
            capturesInEmptyLoop = children.contains(where: \.capturesInEmptyLoop)
            let total = children.reduce(0) { $0 + $1.size }
            if case .sequence = kind {
                (size, isNullable) = (max(1, total), children.allSatisfy(\.isNullable))
            } else {
                (size, isNullable) = (max(1, total + children.count - 1), children.contains(where: \.isNullable))
            }
        }
    }

    /// One after the other, without sequences in sequences and with neighbouring literals joined, as Go counts them.
    static func sequence(of children: [Node]) -> Node {
        var flat: [Node] = []
        var text: [UInt32] = []
        var textFolds = false
        func endText() {
            if !text.isEmpty { flat.append(Node(.literal(text, foldsCase: textFolds))) }
            text = []
        }
        func append(_ child: Node) {
            switch child.kind {
            case .sequence(let inner):
                inner.forEach(append)
            case .literal(let runes, let foldsCase):
                if foldsCase != textFolds { endText() }
                textFolds = foldsCase
                text += runes
            default:
                endText()
                flat.append(child)
            }
        }
        children.forEach(append)
        endText()
        return flat.count == 1 ? flat[0] : Node(flat.isEmpty ? .empty : .sequence(flat))
    }

    static func alternation(of children: [Node]) -> Node {
        guard children.count > 1 else { return children.first ?? Node(.empty) }
        var flat: [Node] = []
        for child in children {
            if case .alternation(let inner) = child.kind { flat += inner } else { flat.append(child) }
        }
        return Node(.alternation(flat))
    }
}

extension Node.Repeat {
    /// How often Go writes the body out: `x{2,5}` is `xx(x(x(x)?)?)?`, and `x{2,}` is `xx+`.
    fileprivate var copiesForSize: Int { maximum ?? max(1, minimum) }

    fileprivate var overhead: Int {
        if let maximum { return maximum - minimum }
        return minimum == 0 ? 2 : 1
    }
}
