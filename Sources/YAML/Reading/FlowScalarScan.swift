/// Follows libyaml through a plain or quoted scalar, to say where each byte of its value comes from.
struct FlowScalarScan {
    private let bytes: [UInt8]
    private let end: Int
    private let style: YAMLScalar.Style
    private let isJSON: Bool
    private var offset: Int
    private(set) var builder: TextMapBuilder

    /// - Parameter range: The scalar without its quotes.
    init(_ bytes: [UInt8], _ range: Range<Int>, style: YAMLScalar.Style, isJSON: Bool) {
        self.bytes = bytes
        self.style = style
        self.isJSON = isJSON
        (offset, end) = (range.lowerBound, range.upperBound)
        builder = TextMapBuilder(at: range.lowerBound)
    }

    mutating func scan() {
        while offset < end {
            let byte = bytes[offset]
            if isBlank(byte) || lineBreak(at: offset) != nil {
                gap()
            } else if byte == 0x27, style == .singleQuoted {
                builder.escape(offset..<offset + 2, decodedCount: 1)
                offset += 2
            } else if byte == 0x5c, style == .doubleQuoted {
                if let lineBreak = lineBreak(at: offset + 1) {
                    offset = lineBreak.range.upperBound
                    for lineBreak in breaks() { builder.add(lineBreak) }
                } else {
                    escape()
                }
            } else {
                let start = offset
                offset += 1
                while offset < end, isOrdinary(bytes[offset]) { offset += 1 }
                builder.copy(start..<offset)
            }
        }
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Letters, which nothing has to be considered for.
    private func isOrdinary(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x27 && byte != 0x5c && byte != 0xc2 && byte != 0xe2
    }

    private func lineBreak(at offset: Int) -> LineBreak? {
        guard !isJSON, offset < end else { return nil }
        return LineBreak(bytes, at: offset)
    }

    /// Skips blanks and returns the line breaks between them.
    private mutating func breaks() -> [LineBreak] {
        var breaks: [LineBreak] = []
        while offset < end {
            if let lineBreak = lineBreak(at: offset) {
                breaks.append(lineBreak)
                offset = lineBreak.range.upperBound
            } else if isBlank(bytes[offset]) {
                offset += 1
            } else {
                break
            }
        }
        return breaks
    }

    /// Blanks within a line are kept. One line break becomes a space, more of them lose the first.
    private mutating func gap() {
        let start = offset
        while offset < end, isBlank(bytes[offset]) { offset += 1 }
        let blanks = start..<offset
        let breaks = breaks()
        guard let first = breaks.first else {
            builder.copy(blanks)
            return
        }
        if first.isFolded, breaks.count == 1 {
            builder.escape(first.range.lowerBound..<offset, decodedCount: 1)
        } else {
            for lineBreak in breaks.dropFirst(first.isFolded ? 1 : 0) { builder.add(lineBreak) }
        }
    }

    private mutating func escape() {
        let (length, count) = bytes.withUnsafeBufferPointer { Self.escape($0, at: offset) }
        let next = min(offset + length, end)
        builder.escape(offset..<next, decodedCount: count)
        offset = next
    }

    /// Bytes of an escape sequence, and of what it stands for in UTF-8.
    private static func escape(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> (length: Int, count: Int) {
        guard offset + 1 < bytes.count else { return (1, 1) }
        switch bytes[offset + 1] {
        case 0x4e, 0x5f: return (2, 2)  // N, _
        case 0x4c, 0x50: return (2, 3)  // L, P
        case 0x78: return (4, bytes.count - offset > 2 && bytes[offset + 2] >= 0x38 ? 2 : 1)  // x
        case 0x75:  // u
            guard let escape = JSONEscape(bytes, at: offset) else { return (6, 1) }
            return (escape.length, UTF8.width(escape.scalar))
        case 0x55:  // U
            var value: UInt32 = 0
            for byte in bytes[offset + 2..<min(offset + 10, bytes.count)] {
                value = value << 4 | UInt32(Character(Unicode.Scalar(byte)).hexDigitValue ?? 0)
            }
            return (10, Unicode.Scalar(value).map { UTF8.width($0) } ?? 1)
        default: return (2, 1)
        }
    }
}
