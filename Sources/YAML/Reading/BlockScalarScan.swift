/// Follows libyaml through a literal or folded block scalar, to say where each byte of its value comes from.
struct BlockScalarScan {
    private enum Chomping {
        case clip, strip, keep
    }

    private let bytes: [UInt8]
    private let isFolded: Bool
    private let chomping: Chomping
    private let indent: Int
    private var offset: Int
    private var builder: TextMapBuilder

    /// - Parameter start: Of the `|` or `>`.
    static func map(of scalar: YAMLScalar, at start: Int, in bytes: [UInt8]) -> TextMap {
        var header = start
        var chomping = Chomping.clip
        while header < bytes.count, LineBreak(bytes, at: header) == nil {
            if bytes[header] == 0x20 || bytes[header] == 0x09 { break }
            if bytes[header] == 0x2b { chomping = .keep }
            if bytes[header] == 0x2d { chomping = .strip }
            header += 1
        }
        while header < bytes.count, LineBreak(bytes, at: header) == nil { header += 1 }
        let content = LineBreak(bytes, at: header)?.range.upperBound ?? header
        var map: TextMap?
        let count = scalar.value.utf8.count
        for indent in indents(of: scalar.value, at: content, in: bytes) {
            var scan = BlockScalarScan(
                bytes: bytes, isFolded: scalar.style == .folded, chomping: chomping, indent: indent, offset: content,
                builder: TextMapBuilder(at: content))
            scan.scan()
            if scan.builder.offset == count { return scan.builder.map() }
            map = map ?? scan.builder.map()
        }
        return map ?? TextMap(at: content, count: 0)
    }

    /// By how much the content may be indented, the likeliest first.
    ///
    /// An indentation indicator counts from the indentation of the parent, which is not known here. But the first line
    /// that is not blank tells, by what is left of its spaces in the value.
    private static func indents(of value: String, at content: Int, in bytes: [UInt8]) -> [Int] {
        var left = 0
        var isBlank = true
        let decoded = Array(value.utf8)
        var index = 0
        while isBlank, index < decoded.count {
            if decoded[index] == 0x20 {
                left += 1
                index += 1
            } else if let lineBreak = LineBreak(decoded, at: index) {
                left = 0
                index = lineBreak.range.upperBound
            } else {
                isBlank = false
            }
        }
        var (spaces, longest, offset) = (0, 0, content)
        while offset < bytes.count {
            if bytes[offset] == 0x20 {
                spaces += 1
                offset += 1
            } else if let lineBreak = LineBreak(bytes, at: offset) {
                longest = max(longest, spaces)
                spaces = 0
                offset = lineBreak.range.upperBound
            } else {
                break
            }
        }
        if !isBlank { return [max(1, spaces - left)] }
        // Nothing but blank lines: what they mean depends on the indicator.
        return [max(1, longest)] + Array(1...64)
    }

    private mutating func scan() {
        var leadingBreak: LineBreak?
        var wasBlank = false
        var (isContent, blankLines) = skipBlankLines()
        while isContent {
            let isBlank = bytes[offset] == 0x20 || bytes[offset] == 0x09
            if let leading = leadingBreak {
                if isFolded, leading.isFolded, !wasBlank, !isBlank {
                    if blankLines.isEmpty { builder.escape(leading.range.lowerBound..<offset, decodedCount: 1) }
                } else {
                    builder.add(leading)
                }
            }
            for lineBreak in blankLines { builder.add(lineBreak) }
            wasBlank = isBlank
            let start = offset
            leadingBreak = nil
            while offset < bytes.count {
                leadingBreak = LineBreak(bytes, at: offset)
                if leadingBreak != nil { break }
                offset += 1
            }
            builder.copy(start..<offset)
            offset = leadingBreak?.range.upperBound ?? offset
            (isContent, blankLines) = skipBlankLines()
        }
        if chomping != .strip, let leadingBreak { builder.add(leadingBreak) }
        if chomping == .keep {
            for lineBreak in blankLines { builder.add(lineBreak) }
        }
    }

    /// Skips blank lines and the indentation; whether there is content then, and the ends of the blank lines.
    private mutating func skipBlankLines() -> (isContent: Bool, [LineBreak]) {
        var breaks: [LineBreak] = []
        while true {
            var column = 0
            while column < indent, offset < bytes.count, bytes[offset] == 0x20 {
                column += 1
                offset += 1
            }
            guard let lineBreak = LineBreak(bytes, at: offset) else {
                return (column == indent && offset < bytes.count, breaks)
            }
            breaks.append(lineBreak)
            offset = lineBreak.range.upperBound
        }
    }
}
