/// Text in place of an action, of the same length, that fits where it stands as far as its neighbours tell.
enum HelmPlaceholder {
    /// How far back the bracket around a place is looked for.
    private static let reach = 400

    /// Puts a constant where the action was, without moving the text around it.
    static func writeLiteral(_ content: Range<Int>, at action: Range<Int>, into bytes: inout [UInt8]) {
        let text = Array(bytes[content])
        blank(action, in: &bytes)
        let opens = text.starts(with: "{{".utf8)
        let closes = text.count >= 2 && text.suffix(2).elementsEqual("}}".utf8)
        if text.contains(0x0a) {
            // Its lines stay where they are.
            bytes.replaceSubrange(content, with: text)
        } else if opens, closes, text.count >= 4 {
            // Blanks within braces mean nothing.
            bytes.replaceSubrange(action.lowerBound..<action.lowerBound + text.count - 2, with: text.dropLast(2))
            bytes.replaceSubrange(action.upperBound - 2..<action.upperBound, with: text.suffix(2))
        } else if opens || closes {
            // Blanks go inside the braces, unless a `-` of theirs follows: `{{-` and `-}}` must not be torn apart.
            let isTrimming =
                opens
                ? action.upperBound < bytes.count && bytes[action.upperBound] == UInt8(ascii: "-")
                : action.lowerBound > 0 && bytes[action.lowerBound - 1] == UInt8(ascii: "-")
            let isAtStart = opens != isTrimming
            let start = isAtStart ? action.lowerBound : action.upperBound - text.count
            bytes.replaceSubrange(start..<start + text.count, with: text)
        } else {
            bytes.replaceSubrange(content, with: text)
        }
    }

    static func write(at action: Range<Int>, into bytes: inout [UInt8]) {
        // Neighbouring actions of a value have their placeholders already if they stand before.
        let text = text(for: action, in: bytes)
        var next = text.makeIterator()
        for offset in action where bytes[offset] != 0x0a && bytes[offset] != 0x0d {
            bytes[offset] = next.next() ?? 0x20
        }
    }

    private static func text(for action: Range<Int>, in bytes: [UInt8]) -> [UInt8] {
        let length = action.count
        let (before, isBeforeClose) = neighbour(of: action.lowerBound, step: -1, in: bytes)
        let (after, isAfterClose) = neighbour(of: action.upperBound, step: 1, in: bytes)
        let word = [UInt8](repeating: UInt8(ascii: "x"), count: length)
        if isAfterClose, after == 0x22 || after == 0x27, let before, isWord(before) {
            return Array("=~".utf8)
        }
        guard let before else { return word }
        let bracket = bracket(before: action.lowerBound, in: bytes)
        let isLast = after == nil || after == UInt8(ascii: ",") || after == UInt8(ascii: "}")
        if bracket == UInt8(ascii: "{"), before == UInt8(ascii: "{") || before == UInt8(ascii: ","), isLast {
            return Array("x!=``".utf8)
        }
        if bracket == UInt8(ascii: "["), before == UInt8(ascii: "[") || before == UInt8(ascii: ":"),
            after == UInt8(ascii: "]") || after == UInt8(ascii: ":")
        {
            return Array("5m".utf8)
        }
        if before == UInt8(ascii: "["), isAfterClose, let after, isWord(after) { return number(length) }
        if endsInOffset(action.lowerBound, bytes) { return Array("5m".utf8) }
        switch before {
        case UInt8(ascii: "=") where bracket == UInt8(ascii: "{") && isLast,
            UInt8(ascii: "~") where bracket == UInt8(ascii: "{") && isLast:
            return [0x60] + [UInt8](repeating: UInt8(ascii: "x"), count: max(0, length - 2)) + [0x60]
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "*"),
            UInt8(ascii: "/"):
            if isAfterClose, let after, isWord(after) {
                return number(length)
            }
            return isBeforeClose && before == UInt8(ascii: "/") ? word : [UInt8(ascii: "1")]
        default:
            return word
        }
    }

    /// A number that something is attached to, such as a unit.
    private static func number(_ length: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(ascii: "0"), count: max(0, length - 1)) + [UInt8(ascii: "1")]
    }

    /// The next byte on the line that is no blank, and whether it stands right there.
    private static func neighbour(of offset: Int, step: Int, in bytes: [UInt8]) -> (UInt8?, Bool) {
        var index = step > 0 ? offset : offset - 1
        var isClose = true
        while bytes.indices.contains(index), bytes[index] != 0x0a, abs(index - offset) < reach {
            if !HelmMask.isBlank(bytes[index]) { return (bytes[index], isClose) }
            isClose = false
            index += step
        }
        return (nil, false)
    }

    /// The innermost bracket that is open at a place, of those not far before.
    private static func bracket(before offset: Int, in bytes: [UInt8]) -> UInt8? {
        var closed = 0
        for index in stride(from: offset - 1, through: max(0, offset - reach), by: -1) {
            switch bytes[index] {
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): closed += 1
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                if closed == 0 { return bytes[index] }
                closed -= 1
            default: break
            }
        }
        return nil
    }

    private static func endsInOffset(_ offset: Int, _ bytes: [UInt8]) -> Bool {
        var end = offset
        while end > 0, bytes[end - 1] == 0x20 { end -= 1 }
        return end < offset && bytes[..<end].suffix(6).elementsEqual("offset".utf8)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f: true
        default: byte >= 0x80
        }
    }

    private static func blank(_ range: Range<Int>, in bytes: inout [UInt8]) {
        for offset in range where bytes[offset] != 0x0a && bytes[offset] != 0x0d { bytes[offset] = 0x20 }
    }
}
