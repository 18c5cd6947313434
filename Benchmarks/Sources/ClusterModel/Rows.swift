import Glibc

/// Series of one metric, sorted by their labels.
package struct Rows {
    /// Words of a row: name and value of each label, zeros after the last one, each in big-endian byte order, so that
    /// comparing two rows as bytes compares the label sets.
    private let stride: Int
    private var words: [UInt32] = []
    /// The entity of each row, by its index in the cluster.
    private var owners: [UInt32] = []
    private var order: [UInt32] = []

    package var count: Int { owners.count }

    fileprivate init(stride: Int) { self.stride = stride }

    /// Calls `body` for each series in the order of labels: names and values in turn, and the entity's index.
    package func forEach(_ body: (_ labels: ArraySlice<SymbolID>, _ entity: Int) throws -> Void) rethrows {
        var labels = [SymbolID](repeating: 0, count: stride)
        for row in order {
            let start = Int(row) * stride
            var length = 0
            while length < stride, words[start + length] != 0 {
                labels[length] = UInt32(bigEndian: words[start + length])
                labels[length + 1] = UInt32(bigEndian: words[start + length + 1])
                length += 2
            }
            try body(labels[..<length], Int(owners[Int(row)]))
        }
    }

    fileprivate mutating func append(_ labels: [SymbolID], entity: Int) {
        for label in labels { words.append(label.bigEndian) }
        for _ in labels.count..<stride { words.append(0) }
        owners.append(UInt32(entity))
    }

    fileprivate mutating func sort() {
        order = Array(0..<UInt32(owners.count))
        let bytes = stride * MemoryLayout<UInt32>.stride
        words.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            order.sort { memcmp(base + Int($0) * bytes, base + Int($1) * bytes, bytes) < 0 }
        }
    }
}

extension Cluster {
    /// The order of the index: first the series with a label that sorts before `__name__`, label by label, then, for
    /// nil, those without one.
    package var leadingOrder: [Lead?] { leads + [nil] }

    /// The series of `metric` whose leading label is `lead`.
    package func rows(of metric: Metric, lead: Lead?) -> Rows {
        let plans = metric.parts.map { RowPlan(part: $0, metric: metric, lead: lead, cluster: self) }
        var rows = Rows(stride: 2 * (plans.map(\.labelCount).max() ?? 0))
        for plan in plans {
            visit(plan.part, of: metric, lead: lead) { entity, combination in
                for bound in 0..<max(1, plan.part.bounds.count) {
                    rows.append(plan.labels(entity: entity, combination: combination, bound: bound), entity: entity)
                }
            }
        }
        rows.sort()
        return rows
    }

    /// Calls `body` with every entity and combination of dimension rows that exists.
    func visit(_ part: Metric.Part, of metric: Metric, lead: Lead?, _ body: (Int, Int) -> Void) {
        let kind = part.scope.rawValue
        let library = Cluster.identity(part.family.library)
        let kept = size.kept(in: part.scope)
        // The entities of a group follow each other, and what depends on the group is worked out once for it.
        var group: Int?
        var combinations: [Int] = []
        for index in scopes[kind].entities {
            let entity = entities[index]
            if entity.group != group {
                group = entity.group
                let choice = leading.choice(metric: metric.identity, kind: kind, group: entity.group, dice)
                let isLed = choice.map { leads[$0] } == lead
                let isPresent =
                    part.scope.isServer || dice.chance(.presence, library, entity.group) < part.family.presence
                combinations = isLed && isPresent ? self.combinations(of: part, group: entity.group) : []
            }
            for combination in combinations {
                if kept < 1, dice.chance(.thinning, part.number, index, combination) >= kept { continue }
                body(index, combination)
            }
        }
    }

    private func combinations(of part: Metric.Part, group: Int) -> [Int] {
        let all = tables[part.dimensions].reduce(1) { $0 * $1.rowCount }
        guard part.family.density < 1 else { return Array(0..<all) }
        return (0..<all).filter { dice.chance(.density, part.number, group, $0) < part.family.density }
    }
}
