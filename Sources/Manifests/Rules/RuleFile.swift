package import PromQL
package import YAML

/// Rule groups as one program loads them: a rule file, a PrometheusRule, or a rule file within a ConfigMap.
package struct RuleFile: Sendable {
    /// What the groups are wrapped in.
    package enum Form: Sendable, Equatable {
        case plain
        /// A PrometheusRule; its name and namespace as far as it states them.
        case resource(name: String?, namespace: String?)
        /// A value of a ConfigMap, by its key.
        case configMap(name: String?, namespace: String?, key: String)
    }

    package let form: Form
    package let text: ManifestText
    /// Comments are looked for here: bytes of the file.
    package let fileRange: Range<Int>
    package var groups: [RuleGroup]
    /// Whether the program it is for reads it: Prometheus reads the first document of a rule file alone.
    package var isLoaded = true

    package init(form: Form, text: ManifestText, fileRange: Range<Int>, groups: [RuleGroup]) {
        self.form = form
        self.text = text
        self.fileRange = fileRange
        self.groups = groups
    }
}

/// Rules that are evaluated one after the other, at one interval.
package final class RuleGroup: Sendable {
    package let name: ManifestScalar?
    /// Milliseconds.
    package let interval: LocatedDuration?
    package let queryOffset: LocatedDuration?
    package let limit: LocatedInteger?
    /// Labels added to every rule (since 3.0).
    package let labels: [ManifestEntry]
    package let rules: [Rule]
    /// Bytes of the file.
    package let fileRange: Range<Int>
    /// The group as written, for fields of other dialects.
    package let node: YAMLNode

    init(
        name: ManifestScalar?, interval: LocatedDuration?, queryOffset: LocatedDuration?, limit: LocatedInteger?,
        labels: [ManifestEntry], rules: [Rule], fileRange: Range<Int>, node: YAMLNode
    ) {
        self.name = name
        self.interval = interval
        self.queryOffset = queryOffset
        self.limit = limit
        self.labels = labels
        self.rules = rules
        self.fileRange = fileRange
        self.node = node
    }
}

/// A duration as Prometheus writes it, and where it stands.
package struct LocatedDuration: Sendable {
    package let milliseconds: Int64
    package let scalar: ManifestScalar

    package init(milliseconds: Int64, scalar: ManifestScalar) {
        self.milliseconds = milliseconds
        self.scalar = scalar
    }
}

/// A number, and where it stands.
package struct LocatedInteger: Sendable {
    package let value: Int
    package let scalar: ManifestScalar

    package init(value: Int, scalar: ManifestScalar) {
        self.value = value
        self.scalar = scalar
    }
}

/// A recording or an alerting rule.
///
/// A class: it has many parts, and every check of a rule is handed it.
package final class Rule: Sendable {
    package enum Kind: Sendable, Equatable {
        case alerting, recording
    }

    package let kind: Kind
    /// The value of `alert` or `record`.
    package let name: ManifestScalar
    package let expr: ManifestScalar
    /// What `expr` says, or why it cannot be understood.
    package let expression: RuleExpression
    /// What the expression is made of; nothing if it could not be understood.
    package let parts: ExpressionParts
    package let `for`: LocatedDuration?
    package let keepFiringFor: LocatedDuration?
    package let labels: [ManifestEntry]
    package let annotations: [ManifestEntry]
    /// Whether a part of it is only known to Helm, so that what is not found need not be missing.
    package let isMasked: Bool
    /// Bytes of the file.
    package let fileRange: Range<Int>
    /// The same, in a Helm template up to the next rule: fields that Helm adds stand behind those that are written.
    package let extent: Range<Int>
    package let node: YAMLNode

    init(
        kind: Kind, name: ManifestScalar, expr: ManifestScalar, expression: RuleExpression, for: LocatedDuration?,
        keepFiringFor: LocatedDuration?, labels: [ManifestEntry], annotations: [ManifestEntry], fileRange: Range<Int>,
        node: YAMLNode
    ) {
        self.kind = kind
        self.name = name
        self.expr = expr
        self.expression = expression
        parts = expression.parsed.map { ExpressionParts(of: $0) } ?? ExpressionParts()
        self.for = `for`
        self.keepFiringFor = keepFiringFor
        self.labels = labels
        self.annotations = annotations
        isMasked = false
        self.fileRange = fileRange
        extent = fileRange
        self.node = node
    }

    /// The same rule of a Helm template, with what may belong to it.
    init(_ rule: Rule, extent: Range<Int>, isMasked: Bool) {
        kind = rule.kind
        name = rule.name
        expr = rule.expr
        expression = rule.expression
        parts = rule.parts
        self.for = rule.for
        keepFiringFor = rule.keepFiringFor
        labels = rule.labels
        annotations = rule.annotations
        self.isMasked = isMasked
        fileRange = rule.fileRange
        self.extent = extent
        node = rule.node
    }

    /// The expression, if it could be understood.
    package var parsed: Expression? { expression.parsed }
}

/// What an expression says, as far as that can be told.
package enum RuleExpression: Sendable {
    case parsed(Expression)
    /// Prometheus would refuse it. Positions are those in the value of `expr`.
    case invalid(PromQLError)
    /// It may well be right, but cannot be checked, for a reason in words: parts that only Helm knows, or a language
    /// that is not PromQL. What it reads is unknown, too: nothing may be called unused because of it.
    case unknown(String)

    package var parsed: Expression? { if case .parsed(let expression) = self { expression } else { nil } }
}
