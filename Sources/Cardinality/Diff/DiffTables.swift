import Synchronization
import TSDB

/// What all threads of a comparison add to.
final class DiffTables: Sendable {
    struct GroupTotals {
        var tally = DiffTally()
        var topMetric: UInt32 = 0
        var topMetricGrown = 0
    }

    struct ChangeTotals {
        var metrics: [UInt32] = []
        var before = 0
        var after = 0
    }

    struct State: ~Copyable {
        var pairs: PairTable
        var metrics: [MetricDiffCount] = []
        var groups: [GroupKey: GroupTotals] = [:]
        var changes: [MetricChange.Kind: ChangeTotals] = [:]
        /// Series without predecessors, by the label that explains them.
        var explained: [UInt32: Int] = [:]
        var found = FoundWhileReading()
    }

    private let state: Mutex<State>
    private let nameSymbol: UInt32?
    private let memory: MemoryReservation
    private let source: String

    init(symbols: Int, nameSymbol: UInt32?, budget: MemoryBudget, source: String) {
        self.nameSymbol = nameSymbol
        self.source = source
        memory = MemoryReservation(budget)
        state = Mutex(State(pairs: PairTable(symbols: symbols)))
    }

    /// A metric, or the two that a renamed one is, with the values of its labels and its shares of the groups.
    struct Counted {
        var metrics: [MetricDiffCount]
        var pairs: [(name: UInt32, values: [UInt32], tallies: [Tally])] = []
        var groups: [(key: GroupKey, metric: UInt32, tally: DiffTally)] = []
        var changes: [MetricChange] = []
        var found = FoundWhileReading()
    }

    func add(_ counted: Counted) throws(PartFailure) {
        let newGroups = state.withLock { state in counted.groups.count { state.groups[$0.key] == nil } }
        do {
            try memory.require(newGroups * SharedTables.groupSize, for: "counting so many groups of --by", file: source)
        } catch { throw .refused(error) }
        state.withLock { state in
            for label in counted.pairs {
                for number in label.values.indices where label.tallies[number].series > 0 {
                    state.pairs.add(label.tallies[number], name: label.name, value: label.values[number])
                }
            }
            for group in counted.groups {
                var totals = state.groups[group.key] ?? GroupTotals()
                totals.tally += group.tally
                // Ties go to the lower number, so that the order in which threads finish does not show.
                if (group.tally.grown, totals.topMetric) > (totals.topMetricGrown, group.metric) {
                    totals.topMetric = group.metric
                    totals.topMetricGrown = group.tally.grown
                }
                state.groups[group.key] = totals
            }
            for metric in counted.metrics {
                addName(of: metric, &state)
                for cause in metric.causes { state.explained[cause.labels[0], default: 0] += cause.series }
            }
            for change in counted.changes {
                state.changes[change.kind, default: ChangeTotals()].metrics += counted.metrics.suffix(1).map(\.name)
                state.changes[change.kind]?.before += change.before
                state.changes[change.kind]?.after += change.after
            }
            state.found.addTimes(of: counted.found)
            state.metrics += counted.metrics
        }
    }

    /// The metric's name is a label pair too.
    private func addName(of metric: MetricDiffCount, _ state: inout State) {
        guard let nameSymbol, metric.name != MetricExtent.noName else { return }
        let tally = metric.tally
        state.pairs.add(
            Tally(
                before: UInt32(clamping: tally.before), after: UInt32(clamping: tally.after),
                either: UInt32(clamping: tally.before + tally.added), grown: UInt32(clamping: tally.grown)),
            name: nameSymbol, value: metric.name)
    }

    /// Reads what was counted, when all threads are done.
    func read<Result: Sendable>(_ body: @Sendable (borrowing State) -> Result) -> Result {
        state.withLock { body($0) }
    }
}
