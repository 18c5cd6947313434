package import PromQL
package import YAML

/// What a panel, a variable or an annotation asks Prometheus for.
package struct DashboardQuery: Sendable {
    package enum Kind: Sendable {
        /// PromQL. Also that of `query_result(...)`.
        case expression(DashboardExpression)
        /// `label_values(selector, label)`: the values of a label, of all series without a selector.
        case labelValues(label: String, of: DashboardExpression?)
        /// `label_names()`, of all series without a selector.
        case labelNames(of: DashboardExpression?)
        /// `metrics(pattern)`: names of metrics by a regular expression that need match only a part.
        case metrics(pattern: String)
        /// Not understood: it can read anything.
        case unknown(reason: String)
    }

    package let kind: Kind
    package let scalar: ManifestScalar
    /// What asks, in words: `panel "CPU usage"`, `variable "pod"`.
    package let owner: String
    /// The `legendFormat`, whose `{{label}}` reads labels of the result.
    package var legend: ManifestScalar?
    /// Whether it was read although the file does not say which kind of data source it goes to.
    package var isGuessed = false

    package init(_ kind: Kind, scalar: ManifestScalar, owner: String) {
        self.kind = kind
        self.scalar = scalar
        self.owner = owner
    }

    /// The expression of it, if it has one that could be understood.
    package var parsed: Expression? {
        switch kind {
        case .expression(let expression): expression.parsed
        case .labelValues(_, let expression), .labelNames(let expression): expression?.parsed
        case .metrics, .unknown: nil
        }
    }
}

/// PromQL with Grafana's variables in it. They are replaced by something of the right kind before it is parsed; positions
/// of the result lead back to what is written.
package struct DashboardExpression: Sendable {
    /// What is parsed.
    package let masked: String
    /// What `masked` says, or why it cannot be understood. Its ranges are of `masked`.
    package let expression: Result<Expression, PromQLError>
    /// Where bytes of `masked` stand in the scalar's value.
    package let map: TextMap
    /// Bytes of `masked` that stand for a variable, in order.
    package let placeholders: [Placeholder]
    package let scalar: ManifestScalar

    /// A variable that was replaced.
    package struct Placeholder: Sendable, Equatable {
        package enum Role: Sendable {
            /// In quotes: the matcher can select any value.
            case text
            /// A length of time or a number.
            case number
            /// The name, or part of the name, of a metric or a label.
            case name
            /// A function or an aggregator.
            case function
            /// All else: operators, whole parts of the expression. What it reads is not known.
            case syntax
        }

        package let range: Range<Int>
        /// Without `$` and braces.
        package let variable: String
        package let role: Role

        package init(range: Range<Int>, variable: String, role: Role) {
            self.range = range
            self.variable = variable
            self.role = role
        }
    }

    package init(
        masked: String, expression: Result<Expression, PromQLError>, map: TextMap, placeholders: [Placeholder],
        scalar: ManifestScalar
    ) {
        self.masked = masked
        self.expression = expression
        self.map = map
        self.placeholders = placeholders
        self.scalar = scalar
    }

    package var parsed: Expression? { try? expression.get() }

    /// The bytes of the file that hold these bytes of `masked`.
    package func fileRange(of range: Range<Int>) -> Range<Int> { scalar.fileRange(of: map.source(of: range)) }

    /// The variables within some bytes of `masked`.
    package func placeholders(in range: Range<Int>) -> [Placeholder] {
        placeholders.filter { $0.range.overlaps(range) }
    }
}
