/// Why Go's `text/template` refuses a text, and with which of its bytes.
package struct TemplateError: Error, Sendable, Equatable, CustomStringConvertible {
    /// In Go's own words, so that a user finds them again in Prometheus' log: `function "x" not defined`.
    package let message: String
    /// Bytes of the template's text; empty at the place where something is missing.
    package let range: Range<Int>
    /// What to do about it, where that is not plain from the message.
    package let hint: String?
    /// What to put in place of ``range``, where a single name is misspelt and one other is clearly meant.
    package let replacement: String?
    /// Line of the text that Go names, counted from 1: where its parser had read to.
    package let line: Int
    /// Line on which the action around the fault starts, where Go adds it because it is another one.
    package let actionLine: Int?

    package init(
        _ message: String, at range: Range<Int>, hint: String? = nil, replacement: String? = nil, line: Int = 1,
        actionLine: Int? = nil
    ) {
        self.message = message
        self.range = range
        self.hint = hint
        self.replacement = replacement
        self.line = line
        self.actionLine = actionLine
    }

    package var description: String {
        var text = message
        if let actionLine { text += "\(actionJoint)started at line \(actionLine)" }
        if let hint { text += "; \(hint)" }
        return text
    }

    /// The whole line as Prometheus prints it for the alert of this name: `template: __alert_Down:1: ...`.
    package func prometheusText(alert: String) -> String {
        var text = "template: __alert_\(alert):\(line): \(message)"
        if let actionLine { text += "\(actionJoint)started at __alert_\(alert):\(actionLine)" }
        return text
    }

    /// Go does not say "action in action".
    private var actionJoint: String { message.hasSuffix(" action") ? " " : " in action " }
}
