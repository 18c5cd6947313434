/// Puts pieces of text on lines no longer than the terminal is wide.
struct TextLayout {
    let width: Int

    /// Items one after the other, three blanks apart, on as many lines as it takes.
    func flow(_ items: [StyledText], indent: Int = 0) -> [StyledText] {
        var lines: [StyledText] = []
        var line = StyledText(String(repeating: " ", count: indent))
        for item in items where !item.isEmpty {
            if line.width > indent, line.width + 3 + item.width > width {
                lines.append(line)
                line = StyledText(String(repeating: " ", count: indent))
            }
            if line.width > indent { line.append("   ") }
            line.append(item)
        }
        return line.width > indent ? lines + [line] : lines
    }

    /// Words one after the other.
    func wrapped(_ text: String, _ style: Style, indent: Int = 0) -> [StyledText] {
        var lines: [StyledText] = []
        var line = StyledText(String(repeating: " ", count: indent))
        for word in text.split(separator: " ") {
            let length = DisplayWidth.of(String(word))
            if line.width > indent, line.width + 1 + length > width {
                lines.append(line)
                line = StyledText(String(repeating: " ", count: indent))
            }
            line.append((line.width > indent ? " " : "") + word, style)
        }
        return line.width > indent ? lines + [line] : lines
    }

    /// A table with a remark for each row: to its right where there is room for `least` columns, else on a line below it.
    /// `remark` is asked with the columns there are. The first remark stands beside the titles. `above` are lines that go
    /// before a row, for a name that is too long for its column.
    func annotated(
        _ table: Table, title: String, least: Int, above: [Int: StyledText] = [:],
        _ remark: (_ row: Int, _ columns: Int) -> StyledText
    ) -> [StyledText] {
        let lines = table.lines()
        let column = table.width + 3
        let isBeside = width - column >= least
        let indent = isBeside ? column : 4
        var output: [StyledText] = []
        for (index, line) in lines.enumerated() {
            if let name = above[index - 1] { output.append(name) }
            let text = index == 0 ? StyledText(title, .faint) : remark(index - 1, width - indent)
            if text.isEmpty {
                output.append(line)
            } else if isBeside {
                output.append(line.padded(to: indent).appending(text))
            } else {
                output += index == 0 ? [line] : [line, StyledText().padded(to: indent).appending(text)]
            }
        }
        return output
    }
}
