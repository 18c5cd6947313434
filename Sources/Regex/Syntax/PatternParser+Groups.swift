extension PatternParser {
    /// Parses `(`, `(?:`, `(?P<name>`, `(?<name>`, `(?flags)` or `(?flags:`.
    mutating func openGroup() throws(Fault) {
        guard byte(at: position + 1) == UInt8(ascii: "?") else {
            openCapture(name: "", length: 1)
            return
        }
        let isPython =
            bytes.count - position > 4 && byte(at: position + 2) == UInt8(ascii: "P")
            && byte(at: position + 3) == UInt8(ascii: "<")
        let isPerl = bytes.count - position > 3 && byte(at: position + 2) == UInt8(ascii: "<")
        if isPython || isPerl {
            try openNamedCapture(nameStart: position + (isPython ? 4 : 3))
        } else {
            try parseFlags()
        }
    }

    private mutating func openCapture(name: String, length: Int) {
        groups.append(Group(start: position, captureIndex: groupNames.count, outerFlags: flags))
        groupNames.append(name)
        position += length
    }

    private mutating func openNamedCapture(nameStart: Int) throws(Fault) {
        guard let end = bytes[position...].firstIndex(of: UInt8(ascii: ">")) else {
            try checkUTF8(position..<bytes.count)
            throw Fault(.invalidNamedCapture, at: position..<bytes.count)
        }
        try checkUTF8(nameStart..<end)
        let name = bytes[nameStart..<end]
        guard !name.isEmpty, name.allSatisfy({ $0 == 0x5F || $0.isASCIIAlphanumeric }) else {
            throw Fault(.invalidNamedCapture, at: position..<end + 1)
        }
        openCapture(name: String(decoding: name, as: UTF8.self), length: end + 1 - position)
    }

    private mutating func parseFlags() throws(Fault) {
        let start = position
        position += 2
        var new = flags
        var isNegative = false
        var sawFlag = false
        while position < bytes.count {
            let rune = try nextRune()
            switch rune {
            case 0x69: new.foldsCase = !isNegative
            case 0x6D: new.isMultiline = !isNegative
            case 0x73: new.dotMatchesNewline = !isNegative
            case 0x55: new.swapsGreed = !isNegative
            case 0x2D where !isNegative:
                isNegative = true
                sawFlag = false
                continue
            case 0x3A where !isNegative || sawFlag, 0x29 where !isNegative || sawFlag:
                if rune == 0x3A { groups.append(Group(start: start, captureIndex: nil, outerFlags: flags)) }
                flags = new
                return
            default:
                throw Fault(.invalidPerlSyntax, at: start..<position)
            }
            sawFlag = true
        }
        throw Fault(.invalidPerlSyntax, at: start..<position)
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { 0x30...0x39 ~= self }
    var isASCIIAlphanumeric: Bool { isASCIIDigit || 0x41...0x5A ~= self || 0x61...0x7A ~= self }
}
