/// A part in double braces of a Helm template.
struct HelmAction {
    enum Kind: Equatable {
        /// A comment, or a variable's assignment: leaves no text.
        case silent
        /// `if`, `with`, `define`, `block`: what follows stands in the output, once at most.
        case open
        /// `range`: what follows stands in the output any number of times.
        case loop
        case alternative
        case end
        /// A string constant, such as `` {{`{{`}} ``: the bytes of the file between its quotes.
        case literal(Range<Int>)
        /// Leaves text that only Helm knows.
        case output
    }

    let kind: Kind
    /// Bytes of the file, braces included.
    let range: Range<Int>
}

/// Finds the actions of a Helm template.
struct HelmScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var offset = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The actions in their order; `nil` where one has no end.
    static func actions(of bytes: [UInt8]) -> [HelmAction]? {
        bytes.withUnsafeBufferPointer { bytes in
            var scanner = HelmScanner(bytes)
            return scanner.scan()
        }
    }

    private mutating func scan() -> [HelmAction]? {
        var actions: [HelmAction] = []
        while let start = find("{{") {
            offset = start + 2
            if at(offset) == UInt8(ascii: "-") { offset += 1 }
            let content = offset
            skipBlanks()
            if starts(with: "/*") {
                guard let end = find("*/") else { return nil }
                offset = end + 2
                guard let close = find("}}") else { return nil }
                offset = close + 2
                actions.append(HelmAction(kind: .silent, range: start..<offset))
                continue
            }
            offset = content
            guard let end = skipToEnd() else { return nil }
            actions.append(HelmAction(kind: kind(of: content..<end), range: start..<offset))
        }
        return actions
    }

    /// Where the closing braces begin, behind which the scanner then stands.
    private mutating func skipToEnd() -> Int? {
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "}") where at(offset + 1) == UInt8(ascii: "}"):
                let end = offset
                offset += 2
                return end
            case UInt8(ascii: "`"):
                guard let end = bytes[(offset + 1)...].firstIndex(of: UInt8(ascii: "`")) else { return nil }
                offset = end + 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                guard skipQuoted(bytes[offset]) else { return nil }
            default:
                offset += 1
            }
        }
        return nil
    }

    private mutating func skipQuoted(_ quote: UInt8) -> Bool {
        offset += 1
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == quote { return true }
            if byte == UInt8(ascii: "\n") { return false }
        }
        return false
    }

    private func kind(of content: Range<Int>) -> HelmAction.Kind {
        var range = content
        while let last = at(range.upperBound - 1), isBlank(last) || last == UInt8(ascii: "-"), !range.isEmpty {
            range = range.lowerBound..<range.upperBound - 1
        }
        while let first = at(range.lowerBound), isBlank(first), !range.isEmpty {
            range = range.lowerBound + 1..<range.upperBound
        }
        guard let first = at(range.lowerBound), !range.isEmpty else { return .silent }
        if first == UInt8(ascii: "`") || first == UInt8(ascii: "\""), range.count >= 2,
            at(range.upperBound - 1) == first,
            !bytes[range.lowerBound + 1..<range.upperBound - 1].contains(where: { $0 == first || $0 == 0x5c })
        {
            return .literal(range.lowerBound + 1..<range.upperBound - 1)
        }
        let text = bytes[range]
        if first == UInt8(ascii: "$") {
            let name = text.dropFirst().prefix { !isBlank($0) && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "=") }
            let rest = text.dropFirst(1 + name.count).drop { isBlank($0) }.prefix(2)
            let isAssignment = rest.first == UInt8(ascii: "=") || rest.elementsEqual(":=".utf8)
            return isAssignment ? .silent : .output
        }
        switch String(decoding: text.prefix { $0 >= 0x61 && $0 <= 0x7a }, as: UTF8.self) {
        case "if", "with", "define", "block": return .open
        case "range": return .loop
        case "else": return .alternative
        case "end": return .end
        case "break", "continue", "fail": return .silent
        default: return .output
        }
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d }

    private func at(_ offset: Int) -> UInt8? { bytes.indices.contains(offset) ? bytes[offset] : nil }

    private func starts(with text: StaticString) -> Bool {
        guard bytes.count - offset >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { bytes[offset..<offset + $0.count].elementsEqual($0) }
    }

    private mutating func skipBlanks() { while let byte = at(offset), isBlank(byte) { offset += 1 } }

    /// The next place of two bytes.
    private func find(_ pair: StaticString) -> Int? {
        pair.withUTF8Buffer { pair in
            var from = offset
            while let found = bytes[min(from, bytes.count)...].firstIndex(of: pair[0]) {
                if at(found + 1) == pair[1] { return found }
                from = found + 1
            }
            return nil
        }
    }
}
