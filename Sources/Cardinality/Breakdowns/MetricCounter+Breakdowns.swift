import TSDB

/// A metric's share of every breakdown.
extension MetricCounter {
    /// One dictionary for each breakdown of the context.
    mutating func breakdowns(
        _ columns: [DenseColumn], rows: Int, _ verdicts: borrowing Buffer<UInt8>, _ whole: Tally, name: UInt32
    ) throws(PartFailure) -> [[GroupKey: Tally]] {
        var all: [[GroupKey: Tally]] = []
        var matcher = 0
        for breakdown in context.breakdowns {
            let conditions = conditions(of: breakdown, first: matcher, columns, name: name)
            matcher += breakdown.matchers.count
            guard let conditions else {
                all.append([:])
                continue
            }
            let keys = BreakdownKeys(breakdown, columns, nameSymbol: context.nameSymbol, metric: name)
            all.append(try groups(keys, conditions, rows: rows, verdicts, whole))
        }
        return all
    }

    /// A column that decides, and what its matcher says of each of its numbers.
    struct BreakdownCondition {
        let cells: UnsafeMutablePointer<UInt32>
        let isAccepted: [Bool]
    }

    /// What has to be asked row by row; nil when no row can be accepted.
    private mutating func conditions(
        of breakdown: NumberedBreakdown, first: Int, _ columns: [DenseColumn], name: UInt32
    ) -> [BreakdownCondition]? {
        var conditions: [BreakdownCondition] = []
        for (offset, matcher) in breakdown.matchers.enumerated() {
            let index = first + offset
            if let label = matcher.name, label == context.nameSymbol {
                guard accepts(name == MetricExtent.noName ? LabelHash.absent : name, index) else { return nil }
                continue
            }
            guard let label = matcher.name, let column = columns.first(where: { $0.name == label }) else {
                guard matcher.acceptsMissing else { return nil }
                continue
            }
            guard let cells = column.cells else {
                guard accepts(column.values[column.values.count - 1], index) else { return nil }
                continue
            }
            var isAccepted: [Bool] = []
            for value in column.values { isAccepted.append(accepts(value, index)) }
            if isAccepted.contains(false) {
                conditions.append(BreakdownCondition(cells: cells, isAccepted: isAccepted))
            }
        }
        return conditions
    }

    private func groups(
        _ keys: BreakdownKeys, _ conditions: [BreakdownCondition], rows: Int, _ verdicts: borrowing Buffer<UInt8>,
        _ whole: Tally
    ) throws(PartFailure) -> [GroupKey: Tally] {
        var key = keys.constant
        guard !keys.varying.isEmpty || !conditions.isEmpty else { return [key: whole] }
        var groups: [GroupKey: Tally] = [:]
        let memory = MemoryReservation(context.budget)
        var room = 0
        var run = Tally()
        for row in 0..<rows {
            guard conditions.allSatisfy({ $0.isAccepted[Int($0.cells[row])] }) else { continue }
            let isSame = keys.varying.allSatisfy { $0.column.values[Int($0.cells[row])] == key[$0.position] }
            if !isSame {
                if run.series > 0 { groups[key, default: Tally()] += run }
                run = Tally()
                if groups.count >= room {
                    let more = Self.groupsAtOnce * SharedTables.groupSize
                    do { try memory.require(more, for: "counting so many groups", file: source) } catch {
                        throw .refused(error)
                    }
                    room += Self.groupsAtOnce
                }
                for part in keys.varying { key[part.position] = part.column.values[Int(part.cells[row])] }
            }
            run += Tally.ofVerdict[Int(verdicts[row] & 7)]
        }
        if run.series > 0 { groups[key, default: Tally()] += run }
        return groups
    }
}

/// Where the rows of a metric have the values of a breakdown's labels.
struct BreakdownKeys {
    /// Of the labels that are the same in every row, and of those that are missing.
    private(set) var constant: GroupKey
    private(set) var varying: [(position: Int, column: DenseColumn, cells: UnsafeMutablePointer<UInt32>)] = []

    init(_ breakdown: NumberedBreakdown, _ columns: [DenseColumn], nameSymbol: UInt32?, metric: UInt32) {
        constant = GroupKey(repeating: LabelHash.absent, count: breakdown.names.count)
        for (position, name) in breakdown.names.enumerated() {
            guard let name else { continue }
            if name == nameSymbol {
                constant[position] = metric
            } else if let column = columns.first(where: { $0.name == name }) {
                if let cells = column.cells {
                    varying.append((position, column, cells))
                } else {
                    constant[position] = column.values[column.values.count - 1]
                }
            }
        }
    }
}

/// Values of the labels of a breakdown, `LabelHash.absent` for a missing one.
typealias GroupKey = [UInt32]
