extension Template {
    /// A run of text, or an action with all that belongs to it. Ranges are bytes of the template's text.
    package struct Node: Sendable {
        package enum Kind: Sendable {
            /// Printed as it is; without the space that trim markers take away.
            case text
            /// `{{ pipeline }}`
            case action(Pipeline)
            case branch(Branch)
            case `break`
            case `continue`
            /// `{{template "name" pipeline}}`
            case template(name: StringLiteral, Pipeline?)
            /// `{{block "name" pipeline}} body {{end}}`: a definition which is used at once.
            case block(Definition, Pipeline)
            /// `{{define "name"}} body {{end}}`
            case define(Definition)
        }

        package var kind: Kind
        /// From the first `{{` to the last `}}`.
        package var range: Range<Int>
    }

    /// `if`, `with` or `range`.
    package struct Branch: Sendable {
        package enum Keyword: String, Sendable { case `if`, with, range }

        package struct Arm: Sendable {
            package var pipeline: Pipeline
            package var body: [Node]
        }

        package var keyword: Keyword
        /// One, and one more for each `{{else if}}` of an `if` or `{{else with}}` of a `with`.
        package var arms: [Arm]
        package var otherwise: [Node]?
    }

    package struct Definition: Sendable {
        package var name: StringLiteral
        package var body: [Node]
    }
}
