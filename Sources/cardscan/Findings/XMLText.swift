/// Text in XML 1.0: control characters, which XML has no way to write, and all else that hides are written out as the
/// terminal would show them.
enum XMLText {
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in Escaper.show(text, in: .notation).unicodeScalars {
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
}
