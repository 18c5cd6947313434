/// A field that a mapping may have, and whose programs know it.
package struct KnownField: Sendable {
    package let name: String
    package let dialects: Set<Dialect>

    package init(_ name: String, _ dialects: Set<Dialect> = Set(Dialect.allCases)) {
        self.name = name
        self.dialects = dialects
    }
}

/// A kind of mapping: what it is called in messages, and its fields.
package struct FieldSchema: Sendable {
    /// With its article: `a rule`.
    package let noun: String
    package let fields: [KnownField]
    private let byName: [String: Set<Dialect>]

    package init(_ noun: String, _ fields: [KnownField]) {
        self.noun = noun
        self.fields = fields
        byName = Dictionary(fields.map { ($0.name, $0.dialects) }) { $0.union($1) }
    }

    /// Who takes a field; `nil` if nobody does.
    func dialects(of name: String) -> Set<Dialect>? { byName[name] }

    func names(in dialect: Dialect) -> [String] {
        fields.filter { $0.dialects.contains(dialect) }.map(\.name)
    }
}
