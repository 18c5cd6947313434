/// The distinct series of one metric: a column of value numbers for each label, and when each had samples.
struct MetricSeries: Sendable {
    /// Number of the metric's name, `SymbolPool.empty` for series without one.
    let name: UInt32
    var columns: [LabelColumn] = []
    var lifetimes = Lifetimes()
    var count = 0

    func column(_ label: UInt32) -> LabelColumn? { columns.first { $0.name == label } }
}

/// The values of one label over the rows of a table.
struct LabelColumn: Sendable {
    enum Values: Sendable {
        /// The same for every row.
        case constant(UInt32)
        case stored([UInt32])
    }

    /// Number of the label's name.
    let name: UInt32
    var values: Values

    init(_ name: UInt32, _ values: Values) {
        self.name = name
        self.values = values
    }

    @inline(__always)
    subscript(row: UInt32) -> UInt32 {
        switch values {
        case .constant(let value): value
        case .stored(let values): values[Int(row)]
        }
    }
}
