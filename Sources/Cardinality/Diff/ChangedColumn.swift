import TSDB

/// One label of the series of a metric that are on one side only: which of its values came and went, and what the
/// label says when predecessors and successors are looked for.
struct ChangedColumn {
    let column: DenseColumn
    /// Values of series that are gone, and of series that were added: their numbers, the absent value left out.
    let goneValues: [Int]
    let addedValues: [Int]
    /// What each number adds to the key of a series that is gone, and of one that was added.
    private(set) var goneKeys: [UInt64]
    private(set) var addedKeys: [UInt64]
    /// Whether each number's value was not there before, under this label or the one it took the place of.
    private(set) var newValues: [Bool]
    /// Whether the label is left out of keys of series some of whose values came or went: it says where they run.
    let isPlace: Bool

    var name: UInt32 { column.name }
    /// Only series that are gone carry it, or only series that were added.
    var isRemoved: Bool { addedValues.isEmpty && !goneValues.isEmpty }
    var isAdded: Bool { goneValues.isEmpty && !addedValues.isEmpty }

    var isPartial: Bool { isAdded || isRemoved }
    private(set) var isIgnored = false

    /// Stands for every value that came or went.
    private static let anyValue = UInt32.max - 1

    init(_ column: DenseColumn, isPlace: Bool) {
        self.column = column
        self.isPlace = isPlace
        goneValues = (1..<max(column.values.count, 1)).filter { column.tallies[$0].onlyBefore > 0 }
        addedValues = (1..<max(column.values.count, 1)).filter { column.tallies[$0].onlyAfter > 0 }
        goneKeys = column.values.map { LabelHash.hash(name: column.name, value: $0) }
        addedKeys = goneKeys
        newValues = column.values.indices.map { $0 > 0 && column.tallies[$0].before == 0 }
        let wildcard = LabelHash.hash(name: column.name, value: Self.anyValue)
        for number in goneValues where column.tallies[number].after == 0 { goneKeys[number] = wildcard }
        for number in addedValues where newValues[number] { addedKeys[number] = wildcard }
    }

    /// Values that no series of the new side has, and those that none of the old side has.
    var onlyOld: [UInt32] { goneValues.filter { column.tallies[$0].after == 0 }.map { column.values[$0] } }
    var onlyNew: [UInt32] { addedValues.filter { newValues[$0] }.map { column.values[$0] } }

    /// Leaves the label out of the keys: one side lacks it, and no other label takes its place.
    mutating func ignore() {
        isIgnored = true
        goneKeys = goneKeys.map { _ in 0 }
        addedKeys = goneKeys
    }

    /// Values that the other label, which took this one's place, has too, count as kept; others as gone.
    mutating func becomes(_ other: ChangedColumn, sharing values: Set<UInt32>) {
        let wildcard = LabelHash.hash(name: other.name, value: Self.anyValue)
        for number in column.values.indices.dropFirst() {
            let value = column.values[number]
            goneKeys[number] =
                values.contains(value) ? LabelHash.hash(name: other.name, value: value) : wildcard
        }
    }

    /// The label that takes another one's place.
    mutating func takesPlace(sharing values: Set<UInt32>) {
        for number in addedValues where values.contains(column.values[number]) {
            addedKeys[number] = LabelHash.hash(name: name, value: column.values[number])
            newValues[number] = false
        }
    }

    /// Values that were renamed: old value to new.
    mutating func rename(_ values: [UInt32: UInt32]) {
        let renamed = Set(values.values)
        for number in goneValues {
            guard let new = values[column.values[number]] else { continue }
            goneKeys[number] = LabelHash.hash(name: name, value: new)
        }
        for number in addedValues where renamed.contains(column.values[number]) {
            addedKeys[number] = LabelHash.hash(name: name, value: column.values[number])
            newValues[number] = false
        }
    }

    /// Whether the key of such a value is one that stands for many.
    func isWild(gone number: Int) -> Bool { goneKeys[number] == LabelHash.hash(name: name, value: Self.anyValue) }
    func isWild(added number: Int) -> Bool { addedKeys[number] == LabelHash.hash(name: name, value: Self.anyValue) }
}
