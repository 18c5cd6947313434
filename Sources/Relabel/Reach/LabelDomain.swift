/// What a label's value can be at some point of a list. The empty value is an absent label.
enum LabelDomain: Equatable {
    case exactly(Set<[UInt8]>)
    case anyBut(Set<[UInt8]>)

    static let anything = LabelDomain.anyBut([])
    static let absent = LabelDomain.exactly([[]])

    var values: Set<[UInt8]>? { if case .exactly(let values) = self { values } else { nil } }

    func contains(_ value: [UInt8]) -> Bool {
        switch self {
        case .exactly(let values): values.contains(value)
        case .anyBut(let values): !values.contains(value)
        }
    }

    /// With one value more.
    func adding(_ value: [UInt8]) -> LabelDomain {
        switch self {
        case .exactly(let values): .exactly(values.union([value]))
        case .anyBut(let values): .anyBut(values.subtracting([value]))
        }
    }

    func keeping(_ wanted: Set<[UInt8]>) -> LabelDomain { .exactly(wanted.filter(contains)) }

    func dropping(_ unwanted: Set<[UInt8]>) -> LabelDomain {
        switch self {
        case .exactly(let values): .exactly(values.subtracting(unwanted))
        case .anyBut(let values): .anyBut(values.union(unwanted))
        }
    }
}
