/// Scalars as YAML 1.1 text, such that every reader takes them for the text they are.
enum YAMLText {
    /// Words that one YAML reader or another takes for a boolean or null.
    private static let reserved: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]

    /// The text as it stands where that is plainly a word, else in single quotes, or in double quotes where it holds
    /// what only an escape can write.
    static func scalar(_ text: String) -> String {
        if isWord(text), !reserved.contains(text.lowercased()) { return text }
        guard text.unicodeScalars.allSatisfy(\.isSafeInYAML) else { return doubleQuoted(text) }
        var quoted = ""
        for scalar in text.unicodeScalars {
            quoted.unicodeScalars.append(scalar)
            if scalar == "'" { quoted += "'" }
        }
        return "'" + quoted + "'"
    }

    /// Letters, digits and `_`, and `-`, `.` and `/` where they mean nothing to YAML.
    private static func isWord(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        guard !(0x30...0x39 ~= first), isWordByte(first) || first == 0x2F, isWordByte(last) else { return false }
        return text.utf8.allSatisfy { isWordByte($0) || 0x2D...0x2F ~= $0 }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
        default: false
        }
    }

    private static func doubleQuoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                quoted += "\\"
                quoted.unicodeScalars.append(scalar)
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\r": quoted += "\\r"
            case _ where scalar.isSafeInYAML: quoted.unicodeScalars.append(scalar)
            default:
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
            }
        }
        return quoted + "\""
    }
}
