/// Text as the lines of a comment, whatever bytes of series are quoted in it.
enum CommentLines {
    private static let width = 100

    /// One line of the result for each line of the text or for what fits into one; none for an empty text.
    static func of(_ text: String, mark: String = "#", indent: Int = 0) -> [String] {
        let start = String(repeating: " ", count: indent) + mark
        let room = max(40, width - start.count)
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var current = ""
            for word in line.split(separator: " ") {
                let word = shown(word)
                if !current.isEmpty, current.count + 1 + word.count > room {
                    lines.append(start + current)
                    current = ""
                }
                current += " " + word
            }
            lines.append(start + current)
        }
        return text.isEmpty ? [] : lines
    }

    /// Characters that would end the line for some reader, or that YAML refuses, as escapes.
    private static func shown(_ word: Substring) -> String {
        var text = ""
        for scalar in word.unicodeScalars {
            if scalar.isSafeInYAML {
                text.unicodeScalars.append(scalar)
            } else {
                text += "\\u{" + String(scalar.value, radix: 16) + "}"
            }
        }
        return text
    }
}

extension Unicode.Scalar {
    /// Whether a YAML reader takes it as it stands, anywhere in a line.
    var isSafeInYAML: Bool {
        switch value {
        case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }
}
