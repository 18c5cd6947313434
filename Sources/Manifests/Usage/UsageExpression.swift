package import PromQL

/// A whole expression that something reads with, where it is known as far as its values.
package struct UsageExpression: Sendable {
    package let kind: UsageReader.Kind
    /// Who it is, in words: `alert "X"`, `panel "CPU", dashboard "Nodes"`.
    package let owner: String
    /// As the file was named.
    package let path: String
    /// Bytes of the file.
    package let fileRange: Range<Int>
    /// Where the file is not kept as text: the line, counted from 1.
    package let line: Int?
    package let expression: Expression
    /// What a recording rule records, and the labels it sets.
    package let records: String?
    package let labels: [String: String]
    /// Bytes of the expression that stand for variables: matchers there can have any value.
    package let variables: [Range<Int>]

    /// Nil where variables or Helm decide more than values.
    init?(_ query: UsageQuery) {
        guard !query.isMasked, query.kind != .ruleTest,
            query.placeholders.allSatisfy({ $0.role == .text || $0.role == .number })
        else { return nil }
        (kind, owner, path) = (query.kind, query.owner, query.path)
        (expression, records, labels, line) = (query.expression, query.records, query.labels, query.line)
        fileRange = query.place(query.expression.range)
        variables = query.placeholders.map(\.range)
    }
}
