import PromQL

/// Where the parts of a matcher stand in the text of its expression.
struct MatcherText {
    private let matcher: Matcher
    private let text: String

    /// `nil` for a matcher that was not written as one: a metric's name in front of the braces, or in quotes within.
    init?(_ matcher: Matcher, in text: String) {
        guard Self.isWritten(matcher, in: text) else { return nil }
        self.matcher = matcher
        self.text = text
    }

    /// Only a name in quotes is no matcher in spite of its range. All the rest is looked up when it is wanted.
    static func isWritten(_ matcher: Matcher, in text: String) -> Bool {
        guard !matcher.range.isEmpty else { return false }
        return matcher.type != .equal || matcher.name != Matcher.nameLabel || MatcherPlaces(matcher, in: text) != nil
    }

    /// `=`, `!=`, `=~` or `!~`.
    var operatorRange: Range<Int> { places?.operatorRange ?? matcher.range }
    /// What stands between the quotes.
    var contentRange: Range<Int> { places?.contentRange ?? matcher.range }
    /// Whether the content is the value byte by byte: nothing in it is escaped.
    var isPlain: Bool { places?.isPlain ?? false }

    private var places: MatcherPlaces? { MatcherPlaces(matcher, in: text) }
}

private struct MatcherPlaces {
    let operatorRange: Range<Int>
    let contentRange: Range<Int>
    let isPlain: Bool

    init?(_ matcher: Matcher, in text: String) {
        let bytes = Array(text.utf8)
        let range = matcher.range
        guard !range.isEmpty, range.upperBound <= bytes.count else { return nil }
        guard
            let quote = [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`")].first(where: {
                $0 == bytes[range.upperBound - 1]
            })
        else { return nil }
        let symbol = Array(matcher.type.rawValue.utf8)
        let start = Self.skipName(bytes, from: range.lowerBound)
        guard let at = Self.find(symbol, in: bytes, from: start, to: range.upperBound) else { return nil }
        guard let open = bytes[(at + symbol.count)..<range.upperBound].firstIndex(of: quote) else { return nil }
        guard open < range.upperBound - 1 else { return nil }
        operatorRange = at..<at + symbol.count
        contentRange = open + 1..<range.upperBound - 1
        isPlain = bytes[contentRange].elementsEqual(matcher.bytes)
    }

    /// The offset behind a label's name, which may be quoted.
    private static func skipName(_ bytes: [UInt8], from start: Int) -> Int {
        let quote = bytes[start]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") || quote == UInt8(ascii: "`") else {
            return start
        }
        var offset = start + 1
        while offset < bytes.count, bytes[offset] != quote {
            offset += bytes[offset] == UInt8(ascii: "\\") && quote != UInt8(ascii: "`") ? 2 : 1
        }
        return min(offset + 1, bytes.count)
    }

    private static func find(_ symbol: [UInt8], in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        var offset = start
        while offset + symbol.count <= end {
            if bytes[offset..<offset + symbol.count].elementsEqual(symbol) { return offset }
            offset += 1
        }
        return nil
    }
}
