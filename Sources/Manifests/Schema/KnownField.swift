/// A field that a mapping may have, and whose programs know it.
package struct KnownField: Sendable {
    package let name: String
    package let dialects: DialectSet

    package init(_ name: String, _ dialects: DialectSet = .all) {
        self.name = name
        self.dialects = dialects
    }
}

/// Some of the dialects.
package struct DialectSet: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let prometheus = DialectSet(rawValue: 1)
    package static let thanos = DialectSet(rawValue: 2)
    package static let mimir = DialectSet(rawValue: 4)
    package static let vmalert = DialectSet(rawValue: 8)
    package static let all: DialectSet = [.prometheus, .thanos, .mimir, .vmalert]

    package func contains(_ dialect: Dialect) -> Bool {
        switch dialect {
        case .prometheus: isSuperset(of: .prometheus)
        case .thanos: isSuperset(of: .thanos)
        case .mimir: isSuperset(of: .mimir)
        case .vmalert: isSuperset(of: .vmalert)
        }
    }
}

/// A kind of mapping: what it is called in messages, and its fields.
package struct FieldSchema: Sendable {
    /// With its article: `a rule`.
    package let noun: String
    /// The frequent ones first: a name is looked for in their order.
    package let fields: [KnownField]

    package init(_ noun: String, _ fields: [KnownField]) {
        self.noun = noun
        self.fields = fields
    }

    /// Who takes a field; `nil` if nobody does.
    func dialects(of name: String) -> DialectSet? {
        for index in fields.indices where fields[index].name == name { return fields[index].dialects }
        return nil
    }

    func names(in dialect: Dialect) -> [String] {
        fields.filter { $0.dialects.contains(dialect) }.map(\.name)
    }
}
