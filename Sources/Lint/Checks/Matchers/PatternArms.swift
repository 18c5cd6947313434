/// The alternatives of a regular expression, as they are written: `a|b.*` has the arms `a` and `b.*`.
///
/// Looks into one pair of parentheses around everything, and no deeper.
struct PatternArms {
    struct Arm: Equatable {
        let text: String
        /// Bytes of the pattern.
        let range: Range<Int>
    }

    /// At least one; `nil` where the text has constructs that are not followed here (`\Q`, flags).
    let arms: [Arm]

    init?(_ pattern: String) {
        let bytes = Array(pattern.utf8)
        var range = 0..<bytes.count
        guard var bars = Self.bars(bytes, in: range) else { return nil }
        if bars.isEmpty, let inner = Self.insideGroup(bytes, range) {
            range = inner
            guard let innerBars = Self.bars(bytes, in: range) else { return nil }
            bars = innerBars
        }
        var arms: [Arm] = []
        var start = range.lowerBound
        for bar in bars + [range.upperBound] {
            arms.append(Arm(text: String(decoding: bytes[start..<bar], as: UTF8.self), range: start..<bar))
            start = bar + 1
        }
        self.arms = arms
    }

    /// The bars outside groups and classes.
    private static func bars(_ bytes: [UInt8], in range: Range<Int>) -> [Int]? {
        var bars: [Int] = []
        var depth = 0
        var offset = range.lowerBound
        while offset < range.upperBound {
            switch bytes[offset] {
            case UInt8(ascii: "\\"):
                guard offset + 1 < range.upperBound, bytes[offset + 1] != UInt8(ascii: "Q") else { return nil }
                offset += 1
            case UInt8(ascii: "["):
                guard let end = classEnd(bytes, from: offset, to: range.upperBound) else { return nil }
                offset = end
            case UInt8(ascii: "("):
                // `(?i)` changes what follows it, so that arms mean nothing apart.
                if offset + 2 < range.upperBound, bytes[offset + 1] == UInt8(ascii: "?"),
                    bytes[offset + 2] != UInt8(ascii: ":")
                {
                    return nil
                }
                depth += 1
            case UInt8(ascii: ")"):
                depth -= 1
                guard depth >= 0 else { return nil }
            case UInt8(ascii: "|"):
                if depth == 0 { bars.append(offset) }
            default: break
            }
            offset += 1
        }
        return depth == 0 ? bars : nil
    }

    /// The offset of the bracket that closes a class.
    private static func classEnd(_ bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        var offset = start + 1
        if offset < end, bytes[offset] == UInt8(ascii: "^") { offset += 1 }
        if offset < end, bytes[offset] == UInt8(ascii: "]") { offset += 1 }
        while offset < end {
            switch bytes[offset] {
            case UInt8(ascii: "]"): return offset
            case UInt8(ascii: "\\"): offset += 1
            case UInt8(ascii: "["):
                // `[[:alpha:]]`
                guard offset + 1 < end, bytes[offset + 1] == UInt8(ascii: ":") else { break }
                while offset + 1 < end, !(bytes[offset] == UInt8(ascii: ":") && bytes[offset + 1] == UInt8(ascii: "]"))
                {
                    offset += 1
                }
                offset += 1
            default: break
            }
            offset += 1
        }
        return nil
    }

    /// What is within `(…)` or `(?:…)`, if that is all there is.
    private static func insideGroup(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int>? {
        guard range.count >= 2, bytes[range.lowerBound] == UInt8(ascii: "("),
            bytes[range.upperBound - 1] == UInt8(ascii: ")")
        else { return nil }
        var start = range.lowerBound + 1
        if range.count >= 4, bytes[start] == UInt8(ascii: "?") { start += 2 }
        guard start <= range.upperBound - 1 else { return nil }
        let inner = start..<range.upperBound - 1
        return bars(bytes, in: inner) == nil ? nil : inner
    }
}
