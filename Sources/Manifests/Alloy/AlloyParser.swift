import YAML

/// Reads Grafana Alloy's configuration syntax as far as blocks and literal values go.
///
/// What only Alloy can evaluate (references, calls, operators) is stepped over, and is no value here.
struct AlloyParser {
    struct Block {
        /// `prometheus.relabel`
        var name: String
        var label: String?
        var range: Range<Int>
        var attributes: [Attribute] = []
        var blocks: [Block] = []
    }

    struct Attribute {
        var key: YAMLNode
        /// Nil for what is no literal.
        var value: YAMLNode?
    }

    struct Fault: Error {
        var message: String
        var offset: Int
    }

    private static let depthLimit = 64

    private let bytes: [UInt8]
    private var index = 0

    static func blocks(of bytes: [UInt8]) throws(Fault) -> [Block] {
        var parser = AlloyParser(bytes: bytes)
        var file = Block(name: "", range: 0..<bytes.count)
        try parser.body(of: &file, depth: 0)
        return file.blocks
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    // MARK: Blocks

    private mutating func body(of block: inout Block, depth: Int) throws(Fault) {
        guard depth < Self.depthLimit else { throw fault("blocks nest more than \(Self.depthLimit) levels deep") }
        while true {
            skipTrivia(lines: true)
            guard let byte = peek else {
                if depth > 0 { throw fault("expected '}' at the end of block \(block.name)") }
                return
            }
            if byte == UInt8(ascii: "}") {
                guard depth > 0 else { throw fault("'}' closes no block") }
                index += 1
                return
            }
            let start = index
            let name = identifier()
            guard !name.isEmpty else { throw fault("expected the name of a block or an attribute") }
            skipTrivia(lines: false)
            if peek == UInt8(ascii: "=") {
                index += 1
                let key = YAMLNode(
                    .scalar(YAMLScalar(value: name, style: .plain)), range: start..<start + name.utf8.count)
                block.attributes.append(Attribute(key: key, value: try attributeValue()))
                continue
            }
            var inner = Block(name: name, range: start..<start)
            if peek == UInt8(ascii: "\"") {
                inner.label = try string().scalar?.value
                skipTrivia(lines: false)
            }
            guard peek == UInt8(ascii: "{") else { throw fault("expected '{' or '=' after \(name)") }
            index += 1
            try body(of: &inner, depth: depth + 1)
            inner.range = start..<index
            block.blocks.append(inner)
        }
    }

    private mutating func identifier() -> String {
        let start = index
        while let byte = peek, Self.isName(byte) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: byte >= 0x80
        }
    }

    // MARK: Values

    /// A literal up to the end of the attribute, or nil.
    private mutating func attributeValue() throws(Fault) -> YAMLNode? {
        let value = try literal(depth: 0)
        skipTrivia(lines: false)
        if let value, peek == nil || peek == 0x0A || peek == UInt8(ascii: "}") || peek == UInt8(ascii: ",") {
            return value
        }
        try skipExpression()
        return nil
    }

    private mutating func literal(depth: Int) throws(Fault) -> YAMLNode? {
        guard depth < Self.depthLimit else { throw fault("lists nest more than \(Self.depthLimit) levels deep") }
        skipTrivia(lines: depth > 0)
        let start = index
        switch peek {
        case UInt8(ascii: "\""): return try string()
        case UInt8(ascii: "`"): return try rawString()
        case UInt8(ascii: "["):
            index += 1
            var nodes: [YAMLNode] = []
            while true {
                skipTrivia(lines: true)
                if peek == UInt8(ascii: "]") {
                    index += 1
                    return YAMLNode(.sequence(nodes), range: start..<index)
                }
                guard let node = try literal(depth: depth + 1) else {
                    index = start
                    return nil
                }
                nodes.append(node)
                skipTrivia(lines: true)
                if peek == UInt8(ascii: ",") {
                    index += 1
                } else if peek != UInt8(ascii: "]") {
                    index = start
                    return nil
                }
            }
        default:
            let word = identifier()
            let isNumber = !word.isEmpty && word.utf8.allSatisfy { 0x30...0x39 ~= $0 }
            guard isNumber || ["true", "false", "null"].contains(word) else {
                index = start
                return nil
            }
            return YAMLNode(.scalar(YAMLScalar(value: word, style: .plain)), range: start..<index)
        }
    }

    private mutating func rawString() throws(Fault) -> YAMLNode {
        let start = index
        index += 1
        while let byte = peek, byte != UInt8(ascii: "`") { index += 1 }
        guard peek != nil else { throw Fault(message: "expected '`' at the end of a raw string", offset: start) }
        let value = String(decoding: bytes[(start + 1)..<index].filter { $0 != 0x0D }, as: UTF8.self)
        index += 1
        return YAMLNode(.scalar(YAMLScalar(value: value, style: .singleQuoted)), range: start..<index)
    }

    private mutating func string() throws(Fault) -> YAMLNode {
        let start = index
        index += 1
        var value: [UInt8] = []
        while let byte = peek, byte != 0x0A {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                let text = String(decoding: value, as: UTF8.self)
                return YAMLNode(.scalar(YAMLScalar(value: text, style: .doubleQuoted)), range: start..<index)
            case UInt8(ascii: "\\"): try escape(into: &value)
            default: value.append(byte)
            }
        }
        throw Fault(message: "expected '\"' at the end of a string", offset: start)
    }

    private mutating func escape(into value: inout [UInt8]) throws(Fault) {
        let start = index - 1
        guard let byte = peek else { throw fault("expected an escape after '\\'") }
        index += 1
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): value.append(byte)
        case UInt8(ascii: "n"): value.append(0x0A)
        case UInt8(ascii: "t"): value.append(0x09)
        case UInt8(ascii: "r"): value.append(0x0D)
        case UInt8(ascii: "a"): value.append(0x07)
        case UInt8(ascii: "b"): value.append(0x08)
        case UInt8(ascii: "f"): value.append(0x0C)
        case UInt8(ascii: "v"): value.append(0x0B)
        case UInt8(ascii: "x"): value.append(UInt8(truncatingIfNeeded: try number(2, 16, start)))
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let code = try number(byte == UInt8(ascii: "u") ? 4 : 8, 16, start)
            guard let scalar = Unicode.Scalar(code) else {
                throw Fault(message: "there is no such character", offset: start)
            }
            value += Array(String(scalar).utf8)
        case 0x30...0x37:
            index -= 1
            value.append(UInt8(truncatingIfNeeded: try number(3, 8, start)))
        default: throw Fault(message: "no such escape; write \\\\ for a backslash", offset: start)
        }
    }

    private mutating func number(_ digits: Int, _ radix: Int, _ start: Int) throws(Fault) -> UInt32 {
        let end = index + digits
        guard end <= bytes.count, let number = UInt32(String(decoding: bytes[index..<end], as: UTF8.self), radix: radix)
        else { throw Fault(message: "expected \(digits) digits in the escape", offset: start) }
        index = end
        return number
    }

    /// Goes to the end of the line on which all brackets are closed again.
    private mutating func skipExpression() throws(Fault) {
        var depth = 0
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""): _ = try string()
            case UInt8(ascii: "`"): _ = try rawString()
            case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("):
                depth += 1
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
                if depth == 0 { return }
                depth -= 1
                index += 1
            case 0x0A where depth == 0: return
            default:
                let before = index
                skipTrivia(lines: depth > 0)
                if index == before { index += 1 }
            }
        }
    }

    // MARK: Bytes

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private func fault(_ message: String) -> Fault { Fault(message: message, offset: index) }

    /// Blanks and comments; line ends, too, if they mean nothing.
    private mutating func skipTrivia(lines: Bool) {
        while let byte = peek {
            switch byte {
            case 0x20, 0x09, 0x0D: index += 1
            case 0x0A:
                guard lines else { return }
                index += 1
            case UInt8(ascii: "/") where bytes[index...].starts(with: [0x2F, 0x2F]):
                while let byte = peek, byte != 0x0A { index += 1 }
            case UInt8(ascii: "/") where bytes[index...].starts(with: [0x2F, 0x2A]):
                index += 2
                while peek != nil, !bytes[index...].starts(with: [0x2A, 0x2F]) { index += 1 }
                index = min(index + 2, bytes.count)
            default: return
            }
        }
    }
}
