extension Template {
    /// Commands separated by `|`: each one's value is the last argument of the next.
    package struct Pipeline: Sendable {
        package struct Variable: Sendable {
            /// With its `$`.
            package var name: String
            package var range: Range<Int>
        }

        package var range: Range<Int>
        /// `$x :=`, or `$i, $e :=` in a `range`.
        package var variables: [Variable] = []
        /// Whether the variables are changed with `=` instead of being declared.
        package var isAssignment = false
        /// Never empty.
        package var commands: [Command] = []
    }

    /// An operand by itself, or a function and its arguments.
    package struct Command: Sendable {
        /// Never empty.
        package var operands: [Operand]
        package var range: Range<Int> {
            (operands.first?.range.lowerBound ?? 0)..<(operands.last?.range.upperBound ?? 0)
        }
    }

    package struct Operand: Sendable {
        package indirect enum Kind: Sendable {
            case dot
            case `nil`
            case bool(Bool)
            /// A number or a character constant; what it is stands in the text.
            case number
            case string(StringLiteral)
            case function(String)
            /// `$` or `$name`, with its `$`.
            case variable(String)
            /// `.Name`: a field of the dot, the first of ``Operand/fields``.
            case field
            case parenthesized(Pipeline)
        }

        package var kind: Kind
        package var range: Range<Int>
        /// `.a.b` after the operand.
        package var fields: [Field] = []
    }

    package struct Field: Sendable {
        package var name: String
        /// The name's bytes, without the dot.
        package var range: Range<Int>
    }

    package struct StringLiteral: Sendable, Hashable {
        package var value: String
        /// With its quotes.
        package var range: Range<Int>
        /// Whether the text between the quotes is ``value``, byte by byte: no escapes.
        package var isVerbatim: Bool

        /// Without its quotes.
        package var content: Range<Int> { range.lowerBound + 1..<range.upperBound - 1 }
    }
}
