import CYAML

/// Says what libyaml found wrong so that the author of a file knows what to change.
struct SyntaxAdvice {
    let source: SourceText

    func error(of parser: yaml_parser_t, marks: inout MarkConverter) -> YAMLError {
        guard parser.error == YAML_SCANNER_ERROR || parser.error == YAML_PARSER_ERROR else {
            let offset = marks.offset(of: parser.mark)
            let problem = parser.problem.map { String(cString: $0) } ?? "out of memory"
            return YAMLError(parser.error == YAML_MEMORY_ERROR ? .limit : .syntax, problem, at: offset..<offset)
        }
        let problem = parser.problem.map { String(cString: $0) } ?? "not YAML"
        let offset = marks.offset(of: parser.problem_mark)
        var original = problem
        var context: Int?
        if let text = parser.context {
            let start = marks.offset(of: parser.context_mark)
            original += " \(String(cString: text))"
            if start != offset { original += " that begins in line \(source.lineNumber(of: start))" }
            context = start
        }
        let range = offset..<min(offset + 1, source.bytes.count)
        guard let advice = advice(on: problem, at: offset, context: context) else {
            return YAMLError(.syntax, original, at: range)
        }
        return YAMLError(.syntax, "\(advice) (\(original))", at: range)
    }

    private func advice(on problem: String, at offset: Int, context: Int?) -> String? {
        let next = byte(at: offset)
        if let context, let template = template(at: offset, context: context) { return template }
        switch problem {
        case "mapping values are not allowed in this context":
            return "a key cannot begin here: quote text that contains ': ', or check the indentation"
        case "did not find expected key":
            return "this is no key of the mapping above it: check the indentation, and quotes"
        case "did not find expected '-' indicator":
            return "this is no item of the list above it: check the indentation"
        case "could not find expected ':'":
            return "a key without a ':' behind it, or text that is indented less than the text it belongs to"
        case "found unexpected end of stream":
            return "a quote is opened and never closed"
        case "found unexpected document indicator":
            return "a quote is not closed before the document ends"
        case "did not find expected ',' or ']'": return "a '[' is not closed, or a comma is missing"
        case "did not find expected ',' or '}'": return "a '{' is not closed, or a comma is missing"
        case "found unknown escape character":
            return "no such escape in double quotes: write '\\\\' for a backslash, or use single quotes"
        case "did not find expected hexdecimal number":
            return "an escape such as \\x41 or \\u0041 lacks hexadecimal digits"
        case "found invalid Unicode character escape code":
            return "an escape that stands for no character"
        case "block sequence entries are not allowed in this context":
            return "a list item cannot begin here: put '- ' on a line of its own"
        case "did not find expected alphabetic or numeric character":
            return "text that begins with '*' or '&' must be quoted: these are for aliases and anchors"
        case "found undefined tag handle", "did not find expected tag URI",
            "did not find expected whitespace or line break",
            "did not find expected '!'":
            return "text that begins with '!' is a tag: quote it, if it is to be text"
        case "did not find expected comment or line break":
            return "text cannot follow '|' or '>' in the same line"
        case "did not find expected <document start>":
            return "nothing may follow here: check the indentation, or put '---' before another document"
        case "found incompatible YAML document": return "only YAML 1.1 and 1.2 are known"
        case "found a tab character that violates indentation",
            "found a tab character where an indentation space is expected":
            return "tabs cannot indent: use spaces"
        case "found character that cannot start any token":
            switch next {
            case 0x09: return "tabs cannot indent: use spaces"
            case .some(let byte) where byte < 0x80:
                return "text cannot begin with '\(Character(Unicode.Scalar(byte)))': quote it"
            default: return nil
            }
        default: return nil
        }
    }

    /// `summary: {{ $value }} is high`: YAML takes the braces for a mapping.
    private func template(at offset: Int, context: Int) -> String? {
        let line = source.line(source.lineNumber(of: offset))
        for start in [context, line.lowerBound] {
            guard let brace = source.bytes[start..<max(start, line.upperBound)].firstIndex(of: 0x7b),
                byte(at: brace + 1) == 0x7b, brace <= offset
            else { continue }
            let isLead =
                source.bytes[max(0, brace - 2)..<brace].elementsEqual([0x3a, 0x20])
                || source.bytes[max(0, brace - 2)..<brace].elementsEqual([0x2d, 0x20])
            if isLead { return "text that begins with '{{' must be quoted" }
        }
        return nil
    }

    private func byte(at offset: Int) -> UInt8? { offset < source.bytes.count ? source.bytes[offset] : nil }
}
