/// A metric name with everything that exposes it.
package struct Metric: Sendable {
    static let nameLabel = "__name__"
    static let bucketLabel = "le"

    /// The series that one family has in one scope.
    struct Part: Sendable {
        let family: Family
        /// The family's number, which its histogram's three metrics share.
        let number: Int
        let scope: Scope.Kind
        /// Its dimensions among the cluster's tables.
        let dimensions: Range<Int>
        /// Values of `le`; empty for all but buckets.
        var bounds: [SymbolID]

        func with(bounds: [SymbolID]) -> Part {
            var part = self
            part.bounds = bounds
            return part
        }
    }

    package let name: SymbolID
    /// A number that stays with the name from run to run, unlike its symbol.
    let identity: Int
    let parts: [Part]

    func renumbered(_ final: [SymbolID]) -> Metric {
        let parts = parts.map { part in part.with(bounds: part.bounds.map { final[Int($0)] }) }
        return Metric(name: final[Int(name)], identity: identity, parts: parts)
    }
}

/// A dimension with its strings replaced by symbols.
struct DimensionTable: Sendable {
    private(set) var names: [SymbolID]
    /// Row by row, `names.count` values each.
    private(set) var values: [SymbolID]
    let rowCount: Int

    init(_ dimension: Dimension, intern: (String) -> SymbolID) {
        names = dimension.labels.map { intern($0) }
        values = dimension.rows.flatMap { $0.map { intern($0) } }
        rowCount = dimension.rows.count
    }

    mutating func renumber(_ final: [SymbolID]) {
        names = names.map { final[Int($0)] }
        values = values.map { final[Int($0)] }
    }
}
