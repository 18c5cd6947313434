/// Reads a pattern as Go's regexp package does with its Perl flags: RE2's syntax, no more and no less.
///
/// Groups are kept on a stack of this parser's own, so no pattern can exhaust the thread's.
struct PatternParser {
    struct Flags {
        var foldsCase = false
        var isMultiline = false
        var dotMatchesNewline = false
        var swapsGreed = false
    }

    /// A group that is open: what stood before the last `|`, what stands after it, and what to restore at its end.
    struct Group {
        var start: Int
        var captureIndex: Int?
        var outerFlags: Flags
        var alternatives: [Node] = []
        var sequence: [Node] = []
    }

    let bytes: [UInt8]
    var position = 0
    var flags = Flags()
    var groups: [Group] = [Group(start: 0, captureIndex: nil, outerFlags: Flags())]
    /// Names of the capture groups; the empty string for one without a name, group 0 first.
    var groupNames = [""]
    /// Where the repetition operator just before `position` starts, if one does.
    var lastRepeat: Int?
    /// Where each group that is closed by now was opened, by the place of its `)`.
    private(set) var openings: [Int: Int] = [:]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// What Go's parser allows a pattern to grow to.
    enum Limits {
        static let height = 1000
        static let repeatCount = 1000
        static let instructions = (128 << 20) / 40
    }

    mutating func parse() throws(Fault) -> Node {
        while position < bytes.count {
            let before = position
            let isRepeat = try parseItem()
            lastRepeat = isRepeat ? lastRepeat ?? before : nil
        }
        guard groups.count == 1 else {
            throw Fault(.missingParenthesis, at: groups[groups.count - 1].start..<bytes.count)
        }
        return try closeTopGroup()
    }

    /// Parses what stands at `position`; says whether it was a repetition operator.
    private mutating func parseItem() throws(Fault) -> Bool {
        switch bytes[position] {
        case UInt8(ascii: "("):
            try openGroup()
        case UInt8(ascii: "|"):
            try endAlternative()
            position += 1
        case UInt8(ascii: ")"):
            try closeGroup()
        case UInt8(ascii: "^"):
            try push(Node(.assertion(flags.isMultiline ? .lineStart : .textStart)))
            position += 1
        case UInt8(ascii: "$"):
            try push(Node(.assertion(flags.isMultiline ? .lineEnd : .textEnd)))
            position += 1
        case UInt8(ascii: "."):
            try push(Node(flags.dotMatchesNewline ? .anyRune : .anyRuneExceptNewline))
            position += 1
        case UInt8(ascii: "["):
            try push(Node(.characterClass(parseClass())))
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
            try parseRepeatOperator()
            return true
        case UInt8(ascii: "{"):
            if try parseCountedRepeat() { return true }
            try pushLiteral(0x7B)
            position += 1
        case UInt8(ascii: "\\"):
            try parseEscapedItem()
        default:
            try pushLiteral(nextRune())
        }
        return false
    }

    // MARK: The stack

    mutating func push(_ node: Node) throws(Fault) {
        try check(node)
        groups[groups.count - 1].sequence.append(node)
    }

    mutating func pushLiteral(_ rune: UInt32) throws(Fault) {
        // No valid UTF-8 encodes a surrogate, so Go never meets one in a value.
        let isSurrogate = 0xD800...0xDFFF ~= rune
        try push(Node(isSurrogate ? .characterClass(CharacterClass()) : .literal([rune], foldsCase: flags.foldsCase)))
    }

    func check(_ node: Node) throws(Fault) {
        if node.size > Limits.instructions { throw Fault(.tooLarge, at: 0..<bytes.count) }
        if node.height > Limits.height { throw Fault(.nestsTooDeeply, at: 0..<bytes.count) }
    }

    private mutating func endAlternative() throws(Fault) {
        let node = Node.sequence(of: groups[groups.count - 1].sequence)
        try check(node)
        groups[groups.count - 1].alternatives.append(node)
        groups[groups.count - 1].sequence = []
    }

    private mutating func closeTopGroup() throws(Fault) -> Node {
        try endAlternative()
        let node = Node.alternation(of: groups[groups.count - 1].alternatives)
        try check(node)
        return node
    }

    private mutating func closeGroup() throws(Fault) {
        guard groups.count > 1 else { throw Fault(.unexpectedParenthesis, at: position..<position + 1) }
        let content = try closeTopGroup()
        let group = groups.removeLast()
        flags = group.outerFlags
        openings[position] = group.start
        position += 1
        try push(group.captureIndex.map { Node(.capture(content, index: $0)) } ?? content)
    }

    // MARK: Runes

    /// The rune at `position`, which moves past it.
    mutating func nextRune() throws(Fault) -> UInt32 {
        let (rune, length) = bytes.withUnsafeBytes { UTF8Rune.decode($0, at: position) }
        if length == 1, rune == UTF8Rune.replacement { throw Fault(.invalidUTF8, at: position..<position + 1) }
        position += length
        return rune
    }

    func byte(at index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

    func checkUTF8(_ range: Range<Int>) throws(Fault) {
        var index = range.lowerBound
        while index < range.upperBound {
            let (rune, length) = bytes.withUnsafeBytes { UTF8Rune.decode($0, at: index) }
            if length == 1, rune == UTF8Rune.replacement { throw Fault(.invalidUTF8, at: index..<index + 1) }
            index += length
        }
    }

    /// What is wrong, at bytes of the text being parsed.
    struct Fault: Error {
        var kind: RegexError.Kind
        var range: Range<Int>

        init(_ kind: RegexError.Kind, at range: Range<Int>) {
            self.kind = kind
            self.range = range
        }
    }
}
