import Foundation

/// Commands that a page or a help text shows without what they write: `cardscan` at the beginning of an indented line, or
/// behind a pipe, and whole commands in tables. A comment stands two blanks or more behind its command, or behind ` # `.
enum ShownCommands {
    static func find(in page: String) -> [String] {
        var commands: [String] = []
        var lines = page.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            if line.hasPrefix("|") {
                let spans = line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                // With less than that, a command is only spoken of.
                let whole = spans.filter {
                    !$0.offset.isMultiple(of: 2) && $0.element.contains(/\ (DIR|SOURCE|[a-z]+\/)/)
                }
                commands += whole.compactMap { command($0.element) }
            }
            guard line.hasPrefix("    "), !line.hasPrefix("    $ ") else { continue }
            var text = line.trimmingPrefix { $0 == " " }
            // What a command of a page wrote is no command.
            if text.hasPrefix("next: ") || text.hasPrefix("mend ") { continue }
            text = text.trimmingPrefix("run: ")
            while text.hasSuffix("\\"), let next = lines.popFirst() {
                text = text.dropLast() + next.trimmingPrefix { $0 == " " }
            }
            if let command = command(text) { commands.append(command) }
        }
        return commands
    }

    /// Those below `EXAMPLES:`; a line of help that was too long goes on at the margin.
    static func examples(of help: String) -> [String] {
        guard let start = help.firstRange(of: /EXAMPLES?:\n/)?.upperBound else { return [] }
        var lines: [String] = []
        for line in help[start...].split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty { break }
            if line.hasPrefix("  ") || lines.isEmpty {
                lines.append(String(line))
            } else {
                lines[lines.count - 1] += " \(line)"
            }
        }
        return lines.compactMap { command($0.trimmingPrefix { $0 == " " }) }
    }

    private static func command(_ text: Substring) -> String? {
        guard text.hasPrefix("cardscan ") || text.contains("| cardscan ") else { return nil }
        var command = ""
        var quote: Character?
        var rest = text
        while let next = rest.first {
            if quote == nil, rest.hasPrefix("  ") || rest.hasPrefix(" # ") { break }
            if next == quote { quote = nil } else if quote == nil, next == "'" || next == "\"" { quote = next }
            command.append(next)
            rest = rest.dropFirst()
        }
        // PATH, SERIES... stand for something; DIR and SOURCE for what can be had.
        let words = command.split(whereSeparator: { " []".contains($0) })
        let isPattern = words.contains {
            $0.wholeMatch(of: /[A-Z]{2,}(?:\.\.\.)?/) != nil && !["DIR", "SOURCE"].contains($0)
        }
        return isPattern || words.count < 2 ? nil : command
    }
}
