/// Reads one JSON text strictly, as RFC 8259 has it, and keeps of it what a request of one line needs.
///
/// Of what is nested, lists and objects of nothing but strings are kept; all else is read for its syntax alone. What is
/// not UTF-8 is refused; half a surrogate pair becomes U+FFFD, as most programs that write such text would read it.
struct JSONReader {
    /// A member of the outermost object.
    enum Value: Equatable {
        case text(String)
        /// A list of strings.
        case texts([String])
        /// An object whose values are strings, in their order.
        case members([Member])
        case other
    }

    struct Member: Equatable {
        var name: String
        var value: String
    }

    struct Fault: Error, Equatable {
        var message: String
        /// The byte it was found at, from 0.
        var offset: Int
    }

    private static let depthLimit = 100

    private let bytes: [UInt8]
    private var index = 0

    /// The members of the object that the bytes are. A member that stands twice is refused.
    static func members(of bytes: [UInt8]) throws(Fault) -> [String: Value] {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Fault(message: "the line is not UTF-8", offset: 0)
        }
        var reader = JSONReader(bytes: bytes)
        return try reader.outermost()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func outermost() throws(Fault) -> [String: Value] {
        skipSpace()
        guard peek == UInt8(ascii: "{") else { throw fault("expected a JSON object") }
        var members: [String: Value] = [:]
        try elements(closing: UInt8(ascii: "}")) { reader throws(Fault) in
            let start = reader.index
            let name = try reader.key()
            let value = try reader.value()
            guard members.updateValue(value, forKey: name) == nil else {
                throw Fault(message: "the object has two members of one name", offset: start)
            }
        }
        skipSpace()
        guard index == bytes.count else { throw fault("expected nothing after the object") }
        return members
    }

    // MARK: Values

    /// A value of the outermost object.
    private mutating func value() throws(Fault) -> Value {
        switch peek {
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "["):
            var texts: [String]? = []
            try elements(closing: UInt8(ascii: "]")) { reader throws(Fault) in
                if let text = try reader.stringOrSkip() { texts?.append(text) } else { texts = nil }
            }
            return texts.map { .texts($0) } ?? .other
        case UInt8(ascii: "{"):
            var members: [Member]? = []
            var names: Set<[UInt8]> = []
            try elements(closing: UInt8(ascii: "}")) { reader throws(Fault) in
                let start = reader.index
                let name = try reader.key()
                guard names.insert(Array(name.utf8)).inserted else {
                    throw Fault(message: "the object has two members of one name", offset: start)
                }
                let text = try reader.stringOrSkip()
                if let text { members?.append(Member(name: name, value: text)) } else { members = nil }
            }
            return members.map { .members($0) } ?? .other
        default:
            try skipValue(depth: 1)
            return .other
        }
    }

    /// A string; nil for another value, which is skipped.
    private mutating func stringOrSkip() throws(Fault) -> String? {
        skipSpace()
        if peek == UInt8(ascii: "\"") { return try string() }
        try skipValue(depth: 2)
        return nil
    }

    private mutating func skipValue(depth: Int) throws(Fault) {
        guard depth < Self.depthLimit else { throw fault("nested more than \(Self.depthLimit) levels deep") }
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"):
            try elements(closing: UInt8(ascii: "}")) { reader throws(Fault) in
                _ = try reader.key()
                try reader.skipValue(depth: depth + 1)
            }
        case UInt8(ascii: "["):
            try elements(closing: UInt8(ascii: "]")) { reader throws(Fault) in
                try reader.skipValue(depth: depth + 1)
            }
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        default: try number()
        }
    }

    /// Reads what stands between two brackets, commas apart.
    private mutating func elements(
        closing: UInt8, _ element: (inout JSONReader) throws(Fault) -> Void
    ) throws(Fault) {
        index += 1
        skipSpace()
        if accept(closing) { return }
        while true {
            skipSpace()
            try element(&self)
            skipSpace()
            if accept(closing) { return }
            guard accept(UInt8(ascii: ",")) else {
                throw fault("expected ',' or '\(Character(Unicode.Scalar(closing)))'")
            }
        }
    }

    private mutating func key() throws(Fault) -> String {
        guard peek == UInt8(ascii: "\"") else { throw fault("expected a name in double quotes") }
        let name = try string()
        skipSpace()
        guard accept(UInt8(ascii: ":")) else { throw fault("expected ':'") }
        skipSpace()
        return name
    }

    private mutating func word(_ word: String) throws(Fault) {
        guard bytes[index...].starts(with: word.utf8) else { throw fault("expected a value") }
        index += word.utf8.count
    }

    private mutating func number() throws(Fault) {
        let start = index
        _ = accept(UInt8(ascii: "-"))
        if !accept(UInt8(ascii: "0")) { try digits(from: start) }
        if accept(UInt8(ascii: ".")) { try digits(from: start) }
        if accept(UInt8(ascii: "e")) || accept(UInt8(ascii: "E")) {
            if !accept(UInt8(ascii: "+")) { _ = accept(UInt8(ascii: "-")) }
            try digits(from: start)
        }
    }

    private mutating func digits(from start: Int) throws(Fault) {
        let first = index
        while let byte = peek, 0x30...0x39 ~= byte { index += 1 }
        if index == first { throw Fault(message: "expected a value", offset: start) }
    }

    // MARK: Strings

    private mutating func string() throws(Fault) -> String {
        index += 1
        var text: [UInt8] = []
        while let byte = peek {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case 0..<0x20: throw Fault(message: "a control character in a string has to be escaped", offset: index - 1)
            case UInt8(ascii: "\\"): try escape(into: &text)
            default: text.append(byte)
            }
        }
        throw fault("expected '\"' at the end of a string")
    }

    private mutating func escape(into text: inout [UInt8]) throws(Fault) {
        guard let byte = peek else { throw fault("expected an escape after '\\'") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text += String(try scalar()).utf8
        default: throw Fault(message: "no such escape in JSON", offset: index - 2)
        }
    }

    private mutating func scalar() throws(Fault) -> Character {
        let first = try codeUnit()
        if 0xD800...0xDBFF ~= first, bytes[index...].starts(with: [0x5C, 0x75]) {
            let start = index
            index += 2
            let second = try codeUnit()
            if 0xDC00...0xDFFF ~= second,
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            {
                return Character(scalar)
            }
            index = start
        }
        return Character(Unicode.Scalar(first) ?? "\u{FFFD}")
    }

    private mutating func codeUnit() throws(Fault) -> UInt32 {
        let end = index + 4
        guard end <= bytes.count, bytes[index..<end].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt32(String(decoding: bytes[index..<end], as: UTF8.self), radix: 16)
        else { throw fault("expected four hexadecimal digits after '\\u'") }
        index = end
        return value
    }

    // MARK: Bytes

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func accept(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
    }

    private func fault(_ message: String) -> Fault { Fault(message: message, offset: index) }
}
