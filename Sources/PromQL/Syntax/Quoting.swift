/// Text in quotes, escaped as Go's `%q` escapes it: the canonical form of an expression has its strings like this.
enum Quoting {
    static func quoted(_ bytes: some Collection<UInt8>) -> String {
        var result = "\""
        let bytes = Array(bytes)
        var index = 0
        while index < bytes.count {
            let plain = bytes[index...].prefix {
                0x20...0x7E ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
            }
            if !plain.isEmpty {
                result += String(decoding: plain, as: UTF8.self)
                index = plain.endIndex
                continue
            }
            guard let (scalar, length) = scalar(in: bytes, at: index) else {
                result += "\\x" + hexadecimal(UInt32(bytes[index]), digits: 2)
                index += 1
                continue
            }
            result += escaped(scalar, quote: "\"")
            index += length
        }
        return result + "\""
    }

    /// One character in single quotes, for messages.
    static func quoted(_ scalar: Unicode.Scalar) -> String { "'" + escaped(scalar, quote: "'") + "'" }

    private static func escaped(_ scalar: Unicode.Scalar, quote: Unicode.Scalar) -> String {
        switch scalar {
        case quote, "\\": return "\\\(scalar)"
        case "\u{07}": return "\\a"
        case "\u{08}": return "\\b"
        case "\u{0C}": return "\\f"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case "\u{0B}": return "\\v"
        default:
            if isPrintable(scalar) { return String(scalar) }
            if scalar.value < 0x20 || scalar.value == 0x7F { return "\\x" + hexadecimal(scalar.value, digits: 2) }
            return scalar.value < 0x10000
                ? "\\u" + hexadecimal(scalar.value, digits: 4) : "\\U" + hexadecimal(scalar.value, digits: 8)
        }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }

    static func hexadecimal(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// The scalar that starts at a byte, and its length; `nil` if the bytes there are not UTF-8.
    static func scalar(in bytes: [UInt8], at index: Int) -> (Unicode.Scalar, Int)? {
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes[index..<min(index + 4, bytes.count)].makeIterator()
        guard case .valid(let encoded) = decoder.parseScalar(from: &iterator) else { return nil }
        return (Unicode.UTF8.decode(encoded), encoded.count)
    }
}
