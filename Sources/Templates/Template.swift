/// A label's or annotation's text in an alerting rule, parsed as Prometheus' rule check parses it: Go's `text/template`
/// with Prometheus' functions, and with the variables `$labels`, `$externalLabels`, `$externalURL` and `$value` defined.
///
/// What Prometheus only finds out when an alert fires, such as a wrong number of arguments, is not an error here either.
/// Beyond ``maximumDepth`` and ``maximumNodes`` a text is refused which Go would take.
package struct Template: Sendable {
    /// Blocks and parentheses within each other.
    package static let maximumDepth = 200
    /// Actions, runs of text and operands: several hundred bytes of memory each.
    package static let maximumNodes = 500_000
    /// Variables that Prometheus defines before the text, and the fields they come from.
    package static let predefinedVariables = [
        "$labels": "Labels", "$externalLabels": "ExternalLabels", "$externalURL": "ExternalURL", "$value": "Value",
    ]

    package let text: String
    /// Nil where the text holds no `{{` at all.
    private let parsed: Parsed?

    struct Parsed: Sendable {
        var body: [Node]
        var definitions: [String: Definition]
        var reassigned: Set<String>
    }

    /// - Throws: ``TemplateError`` for what Prometheus refuses too.
    package init(parsing text: String) throws(TemplateError) {
        var text = text
        if text.withUTF8({ Lexer.find("{{", in: $0, from: 0) == nil }) {
            parsed = nil
        } else {
            var parser = Parser(Array(text.utf8))
            parsed = try parser.parse()
        }
        self.text = text
    }

    /// The template from start to end, `{{define}}`s included, comments not.
    package var body: [Node] {
        if let parsed { return parsed.body }
        return text.isEmpty ? [] : [Node(kind: .text, range: 0..<text.utf8.count)]
    }

    /// What `{{define}}` and `{{block}}` define, by name; of two with one name the one which is not blank.
    package var definitions: [String: Definition] { parsed?.definitions ?? [:] }

    /// Variables that an assignment with `=` changes somewhere.
    var reassigned: Set<String> { parsed?.reassigned ?? [] }

    /// Whether the text always says the same: it holds no action, at most comments.
    package var isConstant: Bool { parsed?.body.allSatisfy { if case .text = $0.kind { true } else { false } } ?? true }
}
