/// What a piece of text means, apart from how a terminal shows it: what is an alarm is wrong, or matters for the whole;
/// caution is to be looked at; good is safe, or saved; a note is worth knowing; what is faint can be skipped.
enum Style: Equatable {
    case plain, heading, strong, faint, bar, note, good, caution, alarm

    /// Parameters of the terminal's "select graphic rendition", nil for none. Only colours that every theme maps.
    var parameters: String? {
        switch self {
        case .plain: nil
        case .heading: "1;36"
        case .strong: "1"
        case .faint: "2"
        case .bar: "34"
        case .note: "36"
        case .good: "32"
        case .caution: "33"
        case .alarm: "1;31"
        }
    }
}

/// A line, or a cell of a table: text in styles, and the columns it takes.
///
/// Text that comes from data must have passed `Escaper` before it gets here.
struct StyledText: Equatable {
    struct Span: Equatable {
        var text: String
        var style: Style
    }

    private(set) var spans: [Span] = []
    private(set) var width = 0

    init() {}

    init(_ text: String, _ style: Style = .plain) { append(text, style) }

    var isEmpty: Bool { spans.isEmpty }

    mutating func append(_ text: String, _ style: Style = .plain) {
        guard !text.isEmpty else { return }
        width += DisplayWidth.of(text)
        if let last = spans.indices.last, spans[last].style == style {
            spans[last].text += text
        } else {
            spans.append(Span(text: text, style: style))
        }
    }

    mutating func append(_ other: StyledText) {
        for span in other.spans { append(span.text, span.style) }
    }

    mutating func pad(to column: Int) {
        if width < column { append(String(repeating: " ", count: column - width)) }
    }

    func appending(_ text: String, _ style: Style = .plain) -> StyledText { appending(StyledText(text, style)) }

    func appending(_ other: StyledText) -> StyledText {
        var line = self
        line.append(other)
        return line
    }

    func padded(to column: Int) -> StyledText {
        var line = self
        line.pad(to: column)
        return line
    }

    /// The line as bytes for a terminal, without blanks at its end.
    func rendered(inColor: Bool) -> String {
        var text = ""
        for (index, span) in spans.enumerated() {
            var shown = span.text[...]
            if index == spans.count - 1 { while shown.last == " " { shown = shown.dropLast() } }
            if inColor, !shown.isEmpty, let parameters = span.style.parameters {
                text += "\u{1b}[\(parameters)m\(shown)\u{1b}[0m"
            } else {
                text += shown
            }
        }
        return text
    }
}
