import TSDB

/// What is told of a metric whose series were compared.
extension DiffCounter {
    /// The metric's result, after that of the metric whose place it took.
    func results(
        _ work: DiffWork, _ tally: DiffTally, _ columns: [DenseColumn], _ causes: GrowthCauses
    ) -> [MetricDiffCount] {
        var result = MetricDiffCount(name: work.metric.name, tally: tally)
        result.labels = columns.compactMap { column in
            var values = ValueCounts(before: 0, after: 0, added: 0, gone: 0)
            for tally in column.tallies.dropFirst() {
                values.before? += tally.before > 0 ? 1 : 0
                values.after? += tally.after > 0 ? 1 : 0
                values.added? += tally.before == 0 && tally.after > 0 ? 1 : 0
                values.gone? += tally.after == 0 && tally.before > 0 ? 1 : 0
            }
            let isUsed = values.before != 0 || values.after != 0
            return isUsed ? MetricDiffCount.Label(name: column.name, values: values) : nil
        }
        result.causes = causes.causes
        result.newCombinations = causes.newCombinations
        guard let predecessor = work.predecessor else { return [result] }
        var old = MetricDiffCount(name: predecessor.name, tally: tally.part(of: Comparison.old))
        old.renamedTo = work.metric.name
        result.tally = tally.part(of: Comparison.new)
        result.renamedFrom = predecessor.name
        return [old, result]
    }

    func pairs(of column: DenseColumn, grown: [UInt32]) -> (name: UInt32, values: [UInt32], tallies: [Tally]) {
        let numbers = 1..<max(column.values.count, 1)
        return (
            column.name, Array(column.values[numbers]),
            numbers.map { number in
                let tally = column.tallies[number]
                return Tally(
                    before: tally.before, after: tally.after, either: tally.series, grown: grown[number])
            }
        )
    }

    /// Numbers of the names of `--by`, nil for one that no series has.
    private var groupNames: [UInt32?] { context.breakdowns.first?.names ?? [] }

    /// Groups that memory is asked for at once.
    private static let groupsAtOnce = 1024

    /// The metric's share of each group of `--by`.
    func groups(
        _ work: DiffWork, _ columns: [DenseColumn], _ verdicts: borrowing Buffer<UInt8>, rows: Int
    ) throws(PartFailure) -> [(key: GroupKey, metric: UInt32, tally: DiffTally)] {
        guard !groupNames.isEmpty else { return [] }
        let columnOfName = Dictionary(
            columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let grouped = groupNames.map { name in name.flatMap { columnOfName[$0] } }
        var groups: [GroupKey: DiffTally] = [:]
        let memory = MemoryReservation(context.budget)
        var room = 0
        var key = GroupKey(repeating: LabelHash.absent, count: grouped.count)
        var run = DiffTally()
        for row in 0..<rows {
            var isSame = row > 0
            for (position, column) in grouped.enumerated() {
                guard let column else { continue }
                let value = column.values[column.number(ofRow: UInt32(truncatingIfNeeded: row))]
                guard value != key[position] else { continue }
                if isSame, run != DiffTally() { groups[key, default: DiffTally()] += run }
                if isSame { run = DiffTally() }
                isSame = false
                key[position] = value
            }
            if groups.count >= room {
                do {
                    try memory.require(
                        Self.groupsAtOnce * SharedTables.groupSize, for: "counting so many groups of --by",
                        file: context.symbols.parts.first?.summary.path ?? "")
                } catch { throw .refused(error) }
                room += Self.groupsAtOnce
            }
            run += Comparison.counts[Int(verdicts[row] & Comparison.mask)]
        }
        if run != DiffTally() { groups[key, default: DiffTally()] += run }
        return named(groups, work)
    }

    /// Puts the metric's name in where it is grouped by: series of a renamed metric have another one on either side.
    private func named(
        _ groups: [GroupKey: DiffTally], _ work: DiffWork
    ) -> [(key: GroupKey, metric: UInt32, tally: DiffTally)] {
        let position = context.nameSymbol.flatMap { name in groupNames.firstIndex(of: name) }
        guard let position else { return groups.map { ($0.key, work.metric.name, $0.value) } }
        return groups.flatMap { key, tally in
            var (old, new) = (key, key)
            new[position] = work.metric.name
            guard let predecessor = work.predecessor else { return [(new, work.metric.name, tally)] }
            old[position] = predecessor.name
            return [
                (old, predecessor.name, tally.part(of: Comparison.old)),
                (new, work.metric.name, tally.part(of: Comparison.new)),
            ]
        }
    }
}
