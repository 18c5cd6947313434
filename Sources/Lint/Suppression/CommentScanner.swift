/// A comment of a YAML text.
struct YAMLComment: Equatable {
    /// From `#` to the end of the line.
    let range: Range<Int>
    /// Whether nothing but blanks stands before it.
    let isAlone: Bool
    /// Where it follows the header of a block scalar (`expr: | # comment`), the end of that scalar.
    let blockEnd: Int?
}

/// Finds the comments of a YAML text without parsing it, so that they are found in texts no parser accepts, too.
///
/// A `#` in quotes, in a block scalar or within a word is none. Only run over texts that have a word of ours in them.
struct CommentScanner {
    private let bytes: ArraySlice<UInt8>
    private var offset: Int
    private(set) var comments: [YAMLComment] = []

    static func comments(of bytes: ArraySlice<UInt8>) -> [YAMLComment] {
        var scanner = CommentScanner(bytes)
        while scanner.offset < bytes.endIndex { scanner.line() }
        return scanner.comments
    }

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        offset = bytes.startIndex
    }

    /// One line, or more where a quoted or a block scalar goes over its end.
    private mutating func line() {
        let start = offset
        skipBlanks()
        let indent = offset - start
        // Columns: of what a block scalar would belong to, and of the key that is being read.
        var parent = indent
        var key: Int?
        var beginsToken = true
        var header: UInt8?
        while offset < bytes.endIndex {
            let byte = bytes[offset]
            switch byte {
            case 0x0a, 0x0d:
                endLine()
                if header != nil { skipBlock(below: parent) }
                return
            case 0x20, 0x09: offset += 1
            case UInt8(ascii: "#") where offset == start || isBlank(offset - 1):
                comment(isAlone: offset == start + indent, blockBelow: header == nil ? nil : parent)
                return
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                key = key ?? offset - start
                offset += 1
                if beginsToken { skipQuoted(byte) }
                (beginsToken, header) = (false, nil)
            case UInt8(ascii: "|"), UInt8(ascii: ">"):
                header = beginsToken ? byte : nil
                offset += 1
                beginsToken = false
            case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "?"):
                offset += 1
                let isIndicator = offset == bytes.endIndex || isBlank(offset)
                if isIndicator, beginsToken, byte == UInt8(ascii: "-") { parent = offset - 1 - start }
                if isIndicator, byte == UInt8(ascii: ":"), let column = key { parent = column }
                beginsToken = (beginsToken || byte == UInt8(ascii: ":")) && isIndicator
                if !beginsToken, byte != UInt8(ascii: ":") { key = key ?? offset - 1 - start }
                if header != nil, byte != UInt8(ascii: "-") { header = nil }
            case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","):
                offset += 1
                beginsToken = true
                header = nil
            case UInt8(ascii: "&"), UInt8(ascii: "!"):
                // An anchor or a tag stands before its value.
                while offset < bytes.endIndex, !isBlank(offset) { offset += 1 }
            default:
                let isIndicator = (0x30...0x39).contains(byte) || byte == UInt8(ascii: "+")
                if !isIndicator { header = nil }
                key = key ?? offset - start
                beginsToken = false
                offset += 1
            }
        }
    }

    private mutating func comment(isAlone: Bool, blockBelow indent: Int?) {
        let first = offset
        while offset < bytes.endIndex, bytes[offset] != 0x0a, bytes[offset] != 0x0d { offset += 1 }
        let range = first..<offset
        endLine()
        if let indent { skipBlock(below: indent) }
        comments.append(YAMLComment(range: range, isAlone: isAlone, blockEnd: indent == nil ? nil : offset))
    }

    /// Lines that are empty or further in than the line of the header.
    private mutating func skipBlock(below indent: Int) {
        while offset < bytes.endIndex {
            let start = offset
            skipBlanks()
            let isEmpty = offset == bytes.endIndex || bytes[offset] == 0x0a || bytes[offset] == 0x0d
            if !isEmpty, offset - start <= indent {
                offset = start
                return
            }
            while offset < bytes.endIndex, bytes[offset] != 0x0a, bytes[offset] != 0x0d { offset += 1 }
            endLine()
        }
    }

    private mutating func skipQuoted(_ quote: UInt8) {
        while offset < bytes.endIndex {
            let byte = bytes[offset]
            offset += 1
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), offset < bytes.endIndex {
                offset += 1
            } else if byte == quote {
                return
            }
        }
    }

    private mutating func skipBlanks() {
        while offset < bytes.endIndex, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
    }

    private mutating func endLine() {
        guard offset < bytes.endIndex else { return }
        if bytes[offset] == 0x0d {
            offset += 1
            if offset < bytes.endIndex, bytes[offset] == 0x0a { offset += 1 }
        } else if bytes[offset] == 0x0a {
            offset += 1
        }
    }

    private func isBlank(_ offset: Int) -> Bool {
        let byte = bytes[offset]
        return byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
    }
}
