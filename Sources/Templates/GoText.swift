/// Text as Go's `fmt` prints it in messages.
enum GoText {
    /// `%q`: in quotes, escaped where it cannot be printed.
    static func quoted(_ bytes: some Collection<UInt8>) -> String {
        var text = "\""
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars { append(scalar, to: &text) }
        return text + "\""
    }

    /// `%.10q` and an ellipsis: its first ten characters.
    static func abbreviated(_ bytes: some Collection<UInt8>) -> String {
        // Ten characters take 40 bytes at most, so that a long text need not be decoded.
        var text = "\""
        for scalar in String(decoding: bytes.prefix(40), as: UTF8.self).unicodeScalars.prefix(10) {
            append(scalar, to: &text)
        }
        return text + "\"..."
    }

    /// `%#U`: `U+0022 '"'`.
    static func codePoint(_ scalar: Unicode.Scalar) -> String {
        "U+\(hex(scalar.value, digits: 4))" + (isPrintable(scalar) ? " '\(scalar)'" : "")
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
        switch scalar {
        case "\"", "\\": text += "\\\(scalar)"
        case "\u{7}": text += "\\a"
        case "\u{8}": text += "\\b"
        case "\u{C}": text += "\\f"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case "\u{B}": text += "\\v"
        case _ where isPrintable(scalar): text.unicodeScalars.append(scalar)
        case _ where scalar.value < 0x80: text += "\\x" + hex(scalar.value, digits: 2).lowercased()
        case _ where scalar.value < 0x10000: text += "\\u" + hex(scalar.value, digits: 4).lowercased()
        default: text += "\\U" + hex(scalar.value, digits: 8).lowercased()
        }
    }

    private static func hex(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// Letters, marks, numbers, punctuation, symbols and the ASCII space.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 { return scalar.value >= 0x20 && scalar.value < 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator,
            .paragraphSeparator:
            return false
        default: return true
        }
    }
}
