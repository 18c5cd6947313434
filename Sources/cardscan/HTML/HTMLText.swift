/// Text in an element or a quoted attribute of HTML, or of XML. What comes from data must have passed `Escaper` before.
enum HTMLText {
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&apos;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func escaped(_ text: StyledText) -> String {
        text.spans.map { span in
            guard let name = span.style.name else { return escaped(span.text) }
            return "<span class=\"\(name)\">\(escaped(span.text))</span>"
        }.joined()
    }
}

extension Style {
    /// The class of a page's elements in this style; nil for plain text.
    var name: String? {
        switch self {
        case .plain: nil
        case .heading: "heading"
        case .strong: "strong"
        case .faint, .bar, .note: "faint"
        case .good: "good"
        case .caution: "caution"
        case .alarm: "alarm"
        }
    }
}

extension JSONWriter {
    /// `["text", "style", ...]` in a page's data, or one string where there is but one style.
    mutating func value(_ text: StyledText) {
        guard text.spans.contains(where: { $0.style != .plain }) else {
            return value(text.spans.map(\.text).joined())
        }
        array { json in
            for span in text.spans {
                json.value(span.text)
                json.value(span.style.name ?? "")
            }
        }
    }

    mutating func member(_ key: String, _ text: StyledText?) {
        guard let text else { return }
        name(key)
        value(text)
    }
}
