/// Reads a text exposition the way Prometheus reads what it scrapes: the same texts are refused, and the same series come
/// of the others (`model/textparse` of prometheus/prometheus, version 3).
///
/// The formats differ in what may stand between tokens. Prometheus' own allows blanks and tabs everywhere, comments and
/// empty lines; OpenMetrics exactly one blank where it asks for one, no other comments, and `# EOF` at the end.
package struct ExpositionParser {
    /// Bytes of a name or a value, without quotes.
    package struct Token: Sendable, Equatable {
        package let range: Range<Int>
        /// Whether a backslash is in it, so that `text(of:)` differs from the bytes.
        package let hasEscapes: Bool
    }

    package let bytes: [UInt8]
    package let format: ExpositionFormat
    /// The next byte to read.
    package internal(set) var offset = 0

    /// Of the last sample.
    package internal(set) var name: Token?
    package internal(set) var labels: [(name: Token, value: Token)] = []
    /// Milliseconds, where the sample tells; nil for the time of the scrape.
    package internal(set) var timestamp: Int64?

    package init(_ bytes: [UInt8], format: ExpositionFormat? = nil) {
        self.bytes = bytes
        self.format = format ?? ExpositionFormat(of: bytes)
    }

    /// The next entry; nil at the end.
    package mutating func next() throws(ExpositionFault) -> ExpositionEntry? {
        format == .openMetrics ? try nextOfOpenMetrics() : try nextOfPrometheus()
    }

    /// The bytes a token stands for.
    package func text(of token: Token) -> [UInt8] {
        guard token.hasEscapes else { return Array(bytes[token.range]) }
        var text: [UInt8] = []
        var index = token.range.lowerBound
        while index < token.range.upperBound {
            let byte = bytes[index]
            let next = index + 1 < token.range.upperBound ? bytes[index + 1] : 0
            switch (byte, next) {
            case (0x5c, 0x22), (0x5c, 0x5c): text.append(next)
            case (0x5c, 0x6e): text.append(0x0a)
            default:
                // Prometheus leaves what it does not know as it stands.
                text.append(byte)
                index += 1
                continue
            }
            index += 2
        }
        return text
    }

    // MARK: Tokens

    mutating func begin() {
        name = nil
        labels.removeAll(keepingCapacity: true)
        timestamp = nil
    }

    func peek() -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

    func starts(with text: String) -> Bool { bytes[offset...].starts(with: text.utf8) }

    @discardableResult
    mutating func skipBlanks() -> Bool {
        let start = offset
        while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
        return offset > start
    }

    mutating func skipLine() {
        while offset < bytes.count, bytes[offset] != 0x0a { offset += 1 }
    }

    mutating func token(until isEnd: (UInt8) -> Bool) -> Range<Int> {
        let start = offset
        while offset < bytes.count, !isEnd(bytes[offset]) { offset += 1 }
        return start..<offset
    }

    mutating func plainToken(isName: Bool) -> Token {
        let range = token { !(Self.isNamePart($0) && (isName || $0 != 0x3a)) }
        return Token(range: range, hasEscapes: false)
    }

    /// A name in quotes or without.
    mutating func labelName() throws(ExpositionFault) -> (Token, isQuoted: Bool) {
        if peek() == 0x22 {
            let token = try quoted("a label's name", allowsLines: true)
            try checkName(token)
            return (token, true)
        }
        guard let byte = peek(), Self.isNameStart(byte), byte != 0x3a else {
            throw ExpositionFault("expected a label's name or }\(found())", at: offset)
        }
        return (plainToken(isName: false), false)
    }

    mutating func setName(_ token: Token) throws(ExpositionFault) {
        guard name == nil else {
            throw ExpositionFault(
                "the metric's name is there already; a label has = and a value", at: token.range.lowerBound)
        }
        name = token
    }

    mutating func metadataName(after word: String) throws(ExpositionFault) -> Range<Int> {
        if peek() == 0x22 { return try quoted("a metric's name", allowsLines: true).range }
        guard let byte = peek(), Self.isNameStart(byte) else {
            throw ExpositionFault("expected a metric's name after \(word)\(found())", at: offset)
        }
        return plainToken(isName: true).range
    }

    /// Ends at the line's end, which it takes.
    mutating func metadata(
        _ word: String, _ name: Range<Int>, _ text: Range<Int>
    ) throws(ExpositionFault) -> ExpositionEntry {
        if peek() == 0x0a { offset += 1 }
        switch word {
        case "TYPE":
            let written = String(decoding: bytes[text], as: UTF8.self)
            guard let type = ExpositionEntry.TypeName(rawValue: written), type.isKnown(in: format) else {
                let known = ExpositionEntry.TypeName.allCases.filter { $0.isKnown(in: format) }.map(\.rawValue)
                throw ExpositionFault(
                    "'\(written)' is no type of a metric: expected \(known.joined(separator: ", "))",
                    at: text.lowerBound)
            }
            return .type(name: name, type)
        case "UNIT":
            let isSuffix = bytes[name].count > text.count && bytes[name].reversed().starts(with: bytes[text].reversed())
            guard text.isEmpty || isSuffix && bytes[name.upperBound - text.count - 1] == 0x5f else {
                throw ExpositionFault("the metric's name has to end with _ and its unit", at: text.lowerBound)
            }
            return .unit(name: name, text: text)
        default:
            guard Self.isUTF8(bytes[text]) else { throw ExpositionFault("the text is not UTF-8", at: text.lowerBound) }
            return .help(name: name, text: text)
        }
    }

    mutating func quoted(_ what: String, allowsLines: Bool) throws(ExpositionFault) -> Token {
        let start = offset
        guard peek() == 0x22 else { throw ExpositionFault("expected \(what)\(found())", at: offset) }
        offset += 1
        var hasEscapes = false
        while let byte = peek(), byte != 0x22 {
            if byte == 0x0a, !allowsLines {
                throw ExpositionFault("expected \" before the end of the line", at: offset)
            }
            offset += 1
            guard byte == 0x5c else { continue }
            hasEscapes = true
            guard let next = peek(), next != 0x0a else {
                throw ExpositionFault("expected a character after the backslash", at: offset)
            }
            offset += 1
        }
        guard peek() == 0x22 else { throw ExpositionFault("the quotes are not closed", at: start) }
        offset += 1
        let range = start + 1..<offset - 1
        guard Self.isUTF8(bytes[range]) else { throw ExpositionFault("the text in quotes is not UTF-8", at: start) }
        return Token(range: range, hasEscapes: hasEscapes)
    }

    func checkName(_ token: Token) throws(ExpositionFault) {
        if token.range.isEmpty { throw ExpositionFault("a name must not be empty", at: token.range.lowerBound) }
    }

    func checkValue(_ range: Range<Int>) throws(ExpositionFault) {
        guard !range.isEmpty else { throw ExpositionFault("expected a value\(found())", at: range.lowerBound) }
        guard GoFloat.value(bytes[range]) != nil else {
            let text = String(decoding: bytes[range].prefix(40), as: UTF8.self)
            throw ExpositionFault("'\(text)' is no value", at: range.lowerBound)
        }
    }

    /// `, found 'x'`.
    func found() -> String {
        guard let byte = peek() else { return ", found the end" }
        if byte == 0x0a { return ", found the end of the line" }
        let end = min(bytes.count, offset + 12)
        let text = String(decoding: bytes[offset..<end].prefix { $0 != 0x0a }, as: UTF8.self)
        return ", found '\(text)'"
    }

    static func isNameStart(_ byte: UInt8) -> Bool {
        byte >= 0x61 && byte <= 0x7a || byte >= 0x41 && byte <= 0x5a || byte == 0x5f || byte == 0x3a
    }

    static func isNamePart(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { $0 < 0x80 } || String(validating: bytes, as: UTF8.self) != nil
    }
}
