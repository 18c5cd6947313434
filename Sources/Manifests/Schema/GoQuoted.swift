/// A text in the quotes that Prometheus' messages have around it.
struct GoQuoted: CustomStringConvertible {
    let text: String

    init(_ text: String) { self.text = text }

    var description: String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
