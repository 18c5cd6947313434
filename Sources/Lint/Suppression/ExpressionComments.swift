/// The comments of a PromQL expression: bytes of its text, from `#` to the end of the line.
enum ExpressionComments {
    static func ranges(in text: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var quote: UInt8?
        var offset = 0
        while offset < text.count {
            let byte = text[offset]
            if let open = quote {
                if byte == UInt8(ascii: "\\"), open != UInt8(ascii: "`") { offset += 1 }
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`") {
                quote = byte
            } else if byte == UInt8(ascii: "#") {
                let end = text[offset...].firstIndex { $0 == 0x0a || $0 == 0x0d } ?? text.count
                ranges.append(offset..<end)
                offset = end
            }
            offset += 1
        }
        return ranges
    }
}
