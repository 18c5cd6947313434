/// Strings and characters as Go writes them.
enum GoLiteral {
    /// What the string means, quotes included in `bytes`; nil where an escape is wrong.
    static func unquoted(_ bytes: ArraySlice<UInt8>) -> String? {
        let content = bytes.dropFirst().dropLast()
        if bytes.first == UInt8(ascii: "`") {
            return String(decoding: content.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        }
        if !content.contains(UInt8(ascii: "\\")) { return String(decoding: content, as: UTF8.self) }
        var rest = content
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                value.append(byte)
                continue
            }
            guard let escaped = escape(&rest, quote: UInt8(ascii: "\"")) else { return nil }
            switch escaped {
            case .byte(let byte): value.append(byte)
            case .scalar(let scalar): value.append(contentsOf: Array(String(scalar).utf8))
            }
        }
        return String(decoding: value, as: UTF8.self)
    }

    /// Why a character constant, quotes included, is refused; nil if it is one character.
    static func characterFault(_ bytes: ArraySlice<UInt8>) -> String? {
        var rest = bytes.dropFirst()
        guard let first = rest.popFirst(), first != UInt8(ascii: "'") else { return "invalid syntax" }
        if first == UInt8(ascii: "\\") {
            guard escape(&rest, quote: UInt8(ascii: "'")) != nil else { return "invalid syntax" }
        } else {
            while let byte = rest.first, byte & 0xC0 == 0x80 { rest.removeFirst() }
        }
        if rest.elementsEqual([UInt8(ascii: "'")]) { return nil }
        return "malformed character constant: \(String(decoding: bytes, as: UTF8.self))"
    }

    private enum Escaped {
        case byte(UInt8)
        case scalar(Unicode.Scalar)
    }

    /// Reads an escape, its backslash already read.
    private static func escape(_ rest: inout ArraySlice<UInt8>, quote: UInt8) -> Escaped? {
        guard let kind = rest.popFirst() else { return nil }
        switch kind {
        case UInt8(ascii: "a"): return .byte(0x07)
        case UInt8(ascii: "b"): return .byte(0x08)
        case UInt8(ascii: "f"): return .byte(0x0C)
        case UInt8(ascii: "n"): return .byte(0x0A)
        case UInt8(ascii: "r"): return .byte(0x0D)
        case UInt8(ascii: "t"): return .byte(0x09)
        case UInt8(ascii: "v"): return .byte(0x0B)
        case UInt8(ascii: "\\"), quote: return .byte(kind)
        case UInt8(ascii: "x"): return digits(2, radix: 16, &rest).flatMap { UInt8(exactly: $0) }.map { .byte($0) }
        case UInt8(ascii: "u"): return digits(4, radix: 16, &rest).flatMap(Unicode.Scalar.init).map { .scalar($0) }
        case UInt8(ascii: "U"): return digits(8, radix: 16, &rest).flatMap(Unicode.Scalar.init).map { .scalar($0) }
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            guard let low = digits(2, radix: 8, &rest) else { return nil }
            return UInt8(exactly: UInt32(kind - UInt8(ascii: "0")) << 6 | low).map { .byte($0) }
        default: return nil
        }
    }

    private static func digits(_ count: Int, radix: Int, _ rest: inout ArraySlice<UInt8>) -> UInt32? {
        guard rest.count >= count else { return nil }
        let text = rest.prefix(count)
        rest = rest.dropFirst(count)
        // A sign is no digit.
        guard text.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else { return nil }
        return UInt32(String(decoding: text, as: UTF8.self), radix: radix)
    }
}
