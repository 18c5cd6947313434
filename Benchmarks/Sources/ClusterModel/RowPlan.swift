/// Where each label of a part's series comes from, in the order of label names, worked out once for all its series.
struct RowPlan {
    private enum Source {
        case fixed(SymbolID)
        case entity(column: Int)
        case dimension(table: Int, column: Int)
        case bound
    }

    let part: Metric.Part
    private var slots: [(name: SymbolID, source: Source)] = []
    private let tables: [DimensionTable]
    private let scope: Scope

    var labelCount: Int { slots.count }

    init(part: Metric.Part, metric: Metric, lead: Lead?, cluster: Cluster) {
        self.part = part
        tables = Array(cluster.tables[part.dimensions])
        scope = cluster.scopes[part.scope.rawValue]
        slots = [(cluster.nameSymbol, .fixed(metric.name))]
        if let lead { slots.append((lead.name, .fixed(lead.value))) }
        for (column, name) in scope.names.enumerated() { slots.append((name, .entity(column: column))) }
        for (table, dimension) in tables.enumerated() {
            for (column, name) in dimension.names.enumerated() {
                // As on a scrape with honor_labels: the exposed label wins over the target's.
                slots.removeAll { $0.name == name }
                slots.append((name, .dimension(table: table, column: column)))
            }
        }
        if !part.bounds.isEmpty { slots.append((cluster.boundSymbol, .bound)) }
        slots.sort { $0.name < $1.name }
    }

    /// Names and values in turn, in the order of names, without labels whose value is empty.
    func labels(entity: Int, combination: Int, bound: Int) -> [SymbolID] {
        var rows: [Int] = []
        var rest = combination
        for table in tables {
            rows.append(rest % table.rowCount)
            rest /= table.rowCount
        }
        let first = (entity - scope.entities.lowerBound) * scope.names.count
        var labels: [SymbolID] = []
        labels.reserveCapacity(slots.count * 2)
        for slot in slots {
            let value =
                switch slot.source {
                case .fixed(let symbol): symbol
                case .entity(let column): scope.values[first + column]
                case .dimension(let table, let column):
                    tables[table].values[rows[table] * tables[table].names.count + column]
                case .bound: part.bounds[bound]
                }
            guard value != 0 else { continue }
            labels.append(slot.name)
            labels.append(value)
        }
        return labels
    }
}
