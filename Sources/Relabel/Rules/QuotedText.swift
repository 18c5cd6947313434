import Regex

/// Text in double quotes as Go's `%q` prints it, which Prometheus' messages use.
package enum QuotedText {
    package static func quoted(_ bytes: [UInt8]) -> String {
        var text = "\""
        bytes.withUnsafeBytes { bytes in
            var index = 0
            while index < bytes.count {
                let (rune, length) = UTF8Rune.decode(bytes, at: index)
                if length == 1, rune == UTF8Rune.replacement {
                    text += "\\x" + hex(UInt32(bytes[index]), digits: 2)
                } else {
                    text += escaped(rune)
                }
                index += length
            }
        }
        return text + "\""
    }

    private static func escaped(_ rune: UInt32) -> String {
        switch rune {
        case 0x07: return "\\a"
        case 0x08: return "\\b"
        case 0x09: return "\\t"
        case 0x0A: return "\\n"
        case 0x0B: return "\\v"
        case 0x0C: return "\\f"
        case 0x0D: return "\\r"
        case 0x22: return "\\\""
        case 0x5C: return "\\\\"
        default: break
        }
        if let scalar = Unicode.Scalar(rune), isPrinted(scalar) { return String(Character(scalar)) }
        if rune < 0x20 || rune == 0x7F { return "\\x" + hex(rune, digits: 2) }
        return rune < 0x10000 ? "\\u" + hex(rune, digits: 4) : "\\U" + hex(rune, digits: 8)
    }

    /// Letters, marks, numbers, punctuation, symbols, and of all spaces the common one.
    private static func isPrinted(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == " " { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            return false
        default: return true
        }
    }

    private static func hex(_ number: UInt32, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
