/// The pattern in PCRE2's syntax, with nothing in it that the two read differently.
///
/// Anchors and classes are written out, and what folds stands between `(?i)` and `(?-i)`. What one operator repeats is
/// put into a group only where it has to be: `.*` is one tight loop to PCRE2, and `(?:.)*` is not. The pattern is
/// compiled with UTF and DOTALL, without UCP, and with PCRE2's own defaults for everything else.
extension Node {
    var pcre2Pattern: [UInt8] {
        var writer = PCRE2Writer()
        writer.write(self)
        return writer.output
    }
}

private struct PCRE2Writer {
    var output: [UInt8] = []

    mutating func write(_ node: Node) {
        switch node.kind {
        case .empty: write("(?:)")
        case .literal, .characterClass: writeFolding(node) { $0.writeAtom(node) }
        case .anyRune: write(".")
        case .anyRuneExceptNewline: write("[^\\n]")
        case .assertion(let assertion): write(assertion)
        case .capture(let child, _):
            write("(")
            write(child)
            write(")")
        case .repetition(let child, let count) where child.isAtom:
            writeFolding(child) { writer in
                writer.writeAtom(child)
                writer.write(count)
            }
        case .repetition(let child, let count):
            write("(?:")
            write(child)
            write(")")
            write(count)
        case .sequence(let children):
            for child in children {
                if case .alternation = child.kind {
                    write("(?:")
                    write(child)
                    write(")")
                } else {
                    write(child)
                }
            }
        case .alternation(let children):
            for (index, child) in children.enumerated() {
                if index > 0 { write("|") }
                write(child)
            }
        }
    }

    private mutating func write(_ text: String) { output += Array(text.utf8) }

    private mutating func write(_ count: Node.Repeat) {
        switch (count.minimum, count.maximum) {
        case (0, nil): write("*")
        case (1, nil): write("+")
        case (0, 1): write("?")
        case (let minimum, nil): write("{\(minimum),}")
        case (let minimum, let maximum?): write("{\(minimum),\(maximum)}")
        }
        if !count.isGreedy { write("?") }
    }

    private mutating func write(_ assertion: Node.Assertion) {
        switch assertion {
        case .textStart: write("\\A")
        case .textEnd: write("\\z")
        // PCRE2's own multiline `^` does not match after a newline that ends the text.
        case .lineStart: write("(?:\\A|(?<=\\n))")
        case .lineEnd: write("(?:\\z|(?=\\n))")
        case .wordBoundary: write("\\b")
        case .notWordBoundary: write("\\B")
        }
    }

    /// Writes a literal or a class, or what repeats it, so that it folds if it has to; anything else as it is.
    private mutating func writeFolding(_ node: Node, _ body: (inout Self) -> Void) {
        let folds =
            switch node.kind {
            case .literal(_, let foldsCase): foldsCase
            case .characterClass(let set): set.foldsCase
            default: false
            }
        if folds { write("(?i)") }
        body(&self)
        if folds { write("(?-i)") }
    }

    /// Writes a literal or a class without its folding, anything else with.
    private mutating func writeAtom(_ node: Node) {
        switch node.kind {
        case .literal(let runes, _):
            for rune in runes { writeRune(rune) }
        case .characterClass(let set): write(set)
        default: write(node)
        }
    }

    private mutating func write(_ set: CharacterClass) {
        let extras = set.foldsCase ? set.properties.flatMap(CharacterClass.foldedExtras) : []
        let properties = set.properties.filter { $0.property.spelling != nil || $0.isNegated }
        guard !set.ranges.isEmpty || !properties.isEmpty else {
            return write(set.isNegated ? "." : "[^\\x{0}-\\x{10ffff}]")
        }
        write(set.isNegated ? "[^" : "[")
        for range in set.ranges + extras.map({ $0...$0 }) {
            // Surrogates are in no value, and PCRE2 will not have them in a pattern.
            for part in [range.below(0xD800), range.above(0xDFFF)].compactMap(\.self) {
                writeRune(part.lowerBound)
                write("-")
                writeRune(part.upperBound)
            }
        }
        for item in properties { write(item) }
        write("]")
    }

    private mutating func write(_ item: CharacterClass.Property) {
        guard let spelling = item.property.spelling else { return write("\\x{0}-\\x{10FFFF}") }
        write("\\\(item.isNegated ? "P" : "p"){\(spelling)}")
    }

    private mutating func writeRune(_ rune: UInt32) {
        if rune < 0x80, UInt8(rune).isASCIIAlphanumeric {
            output.append(UInt8(rune))
        } else {
            write("\\x{\(String(rune, radix: 16))}")
        }
    }
}

extension Node {
    /// Whether a repetition operator may follow it directly.
    fileprivate var isAtom: Bool {
        switch kind {
        case .literal(let runes, _): runes.count == 1
        case .characterClass, .anyRune, .anyRuneExceptNewline, .capture: true
        default: false
        }
    }
}

extension ClosedRange<UInt32> {
    fileprivate func below(_ limit: UInt32) -> Self? {
        lowerBound < limit ? lowerBound...Swift.min(upperBound, limit - 1) : nil
    }

    fileprivate func above(_ limit: UInt32) -> Self? {
        upperBound > limit ? Swift.max(lowerBound, limit + 1)...upperBound : nil
    }
}
