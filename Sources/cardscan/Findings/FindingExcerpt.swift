import YAML

/// The lines that a finding points at, with the fault underlined.
///
/// What a terminal shows of the text is escaped, and takes other columns than bytes: a tab becomes blanks, a wide
/// character takes two. Of long lines only what surrounds the fault is shown.
struct FindingExcerpt {
    private let source: SourceText
    private let range: Range<Int>
    private let columns: Int
    private let style: Style
    /// Lines of a fault that goes over many.
    private static let shown = 3
    /// Columns before the fault that are kept of a long line.
    private static let before = 30

    init(_ range: Range<Int>, in source: SourceText, columns: Int, style: Style) {
        self.range = range.clamped(to: 0..<source.bytes.count)
        self.source = source
        self.columns = columns
        self.style = style
    }

    var lines: [StyledText] {
        let first = source.position(of: range.lowerBound).line
        let last = max(first, source.position(of: max(range.lowerBound, range.upperBound - 1)).line)
        let end = min(last, first + Self.shown - 1)
        let digits = String(end).utf8.count
        var lines: [StyledText] = []
        for number in first...end {
            let text = String(number)
            let gutter = StyledText(String(repeating: " ", count: 2 + digits - text.utf8.count) + text + " | ", .faint)
            let room = max(20, columns - gutter.width)
            let (shown, marks) = line(source.line(number), room: room)
            lines.append(gutter.appending(shown))
            guard !marks.isEmpty else { continue }
            let margin = StyledText(String(repeating: " ", count: 2 + digits) + " | ", .faint)
            lines.append(
                margin.appending(String(repeating: " ", count: marks.lowerBound)).appending(
                    String(repeating: "^", count: marks.count), style))
        }
        if last > end { lines.append(StyledText(String(repeating: " ", count: 2 + digits) + " | …", .faint)) }
        return lines
    }

    /// A line as it is shown, and the columns of it to underline.
    private func line(_ line: Range<Int>, room: Int) -> (StyledText, marks: Range<Int>) {
        let fault =
            range.isEmpty
            ? range.lowerBound..<min(range.lowerBound + 1, max(line.upperBound, range.lowerBound + 1))
            : range.clamped(to: line)
        // Only so much around the fault can ever be seen: a line may have megabytes.
        let reach = 4 * room
        let start = boundary(
            max(line.lowerBound, min(fault.lowerBound, line.upperBound) - reach), from: line.lowerBound)
        let end = boundary(min(line.upperBound, fault.lowerBound + reach), from: line.lowerBound)
        let cells = cells(start..<max(start, end))
        let total = cells.last.map { $0.column + $0.width } ?? 0
        // Blanks at the start say nothing beyond their number.
        let faultColumn = cells.first { $0.offset >= fault.lowerBound }?.column ?? total
        let isCut = total > room || start > line.lowerBound || end < line.upperBound
        let from = isCut && faultColumn > room - Self.before ? max(0, faultColumn - Self.before) : 0
        var text = ""
        var width = 0
        if from > 0 || start > line.lowerBound {
            text = "…"
            width = 1
        }
        var marks: Range<Int>?
        var isShort = end < line.upperBound
        for cell in cells where cell.column >= from {
            if width + cell.width > room - 1 {
                isShort = true
                break
            }
            if fault.contains(cell.offset) {
                marks = (marks?.lowerBound ?? width)..<width + max(1, cell.width)
            }
            text += cell.text
            width += cell.width
        }
        if isShort { text += "…" }
        if marks == nil, range.isEmpty || fault.isEmpty && line.contains(range.lowerBound) { marks = width..<width + 1 }
        return (StyledText(text), marks ?? 0..<0)
    }

    private func boundary(_ offset: Int, from start: Int) -> Int {
        var offset = offset
        while offset > start, offset < source.bytes.count, source.bytes[offset] & 0xc0 == 0x80 { offset -= 1 }
        return offset
    }

    private struct Cell {
        let offset: Int
        let text: String
        let column: Int
        let width: Int
    }

    /// What is shown for each character, or each byte that is none.
    private func cells(_ range: Range<Int>) -> [Cell] {
        var cells: [Cell] = []
        var column = 0
        source.bytes.withUnsafeBytes { bytes in
            var offset = range.lowerBound
            while offset < range.upperBound {
                let length = UTF8Scalar.decode(bytes, at: offset)?.length ?? 1
                let text: String
                if bytes[offset] == 0x09 {
                    text = String(repeating: " ", count: 4)
                } else if bytes[offset] == 0x5c {
                    // Text of files is full of backslashes; escapes of ours stand for what could not be seen otherwise.
                    text = "\\"
                } else {
                    text = Escaper.show(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]))
                }
                let width = DisplayWidth.of(text)
                cells.append(Cell(offset: offset, text: text, column: column, width: width))
                column += width
                offset += length
            }
        }
        return cells
    }
}
