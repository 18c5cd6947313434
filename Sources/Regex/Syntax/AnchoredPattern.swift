/// A pattern with an anchor at either end, and `.` matching newlines too, but for one that is searched for.
struct AnchoredPattern {
    let node: Node
    let groupNames: [String]

    private static let opening = Array("^(?s:".utf8)
    private static let closing = Array(")$".utf8)

    /// A pattern as matchers use it: parsed by itself and anchored then.
    init(parsing pattern: [UInt8]) throws(RegexError) { try self.init(pattern, isAnchored: true) }

    /// A pattern as it stands.
    init(searching pattern: [UInt8]) throws(RegexError) { try self.init(pattern, isAnchored: false) }

    private init(_ pattern: [UInt8], isAnchored: Bool) throws(RegexError) {
        var parser = PatternParser(pattern)
        parser.flags.dotMatchesNewline = isAnchored
        do throws(PatternParser.Fault) {
            let body = try parser.parse()
            node =
                isAnchored
                ? Node.sequence(of: [Node(.assertion(.textStart)), body, Node(.assertion(.textEnd))]) : body
        } catch {
            throw RegexError(error.kind, in: pattern, at: error.range)
        }
        groupNames = parser.groupNames
    }

    /// A pattern as relabelling rules use it: `^(?s:` + pattern + `)$`, joined as text before anything is parsed.
    ///
    /// So `a)|(b` is a pattern, and one that escapes both anchors.
    init(joining pattern: [UInt8]) throws(RegexError) {
        var parser = PatternParser(Self.opening + pattern + Self.closing)
        do throws(PatternParser.Fault) {
            node = try parser.parse()
        } catch {
            throw Self.error(error, in: pattern, openings: parser.openings)
        }
        groupNames = parser.groupNames
    }

    /// Translates a fault in the joined text into one in what was written.
    private static func error(
        _ fault: PatternParser.Fault, in pattern: [UInt8], openings: [Int: Int]
    ) -> RegexError {
        let start = opening.count
        let end = start + pattern.count
        var range = fault.range
        switch fault.kind {
        case .missingParenthesis:
            // The closing half of the wrapper closed a group of the pattern's own, unless a backslash swallowed it.
            range = openings[end].map { $0 > 1 ? $0..<$0 + 1 : end..<end } ?? end..<end
        case .unexpectedParenthesis:
            // The pattern's own parenthesis closed the wrapper, so the wrapper's was one too many.
            if let own = openings.first(where: { $0.value == 1 })?.key { range = own..<own + 1 }
        default: break
        }
        let low = min(max(range.lowerBound, start), end) - start
        let high = min(max(range.upperBound, start), end) - start
        return RegexError(fault.kind, in: pattern, at: low..<max(low, high))
    }
}
