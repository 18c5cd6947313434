import Synchronization
import TSDB

/// What all threads of a count add to.
final class SharedTables: Sendable {
    struct LabelTotals {
        var metrics = 0
        var tally = Tally()
        /// Series that would fall together if the label were removed everywhere.
        var merged = 0
    }

    struct GroupTotals {
        var tally = Tally()
        var topMetric: UInt32 = 0
        var topMetricSeries: UInt32 = 0

        mutating func add(_ more: Tally, _ metric: UInt32) {
            tally += more
            // Ties go to the lower number, so that the order in which threads finish does not show.
            if (more.series, topMetric) > (topMetricSeries, metric) {
                topMetric = metric
                topMetricSeries = more.series
            }
        }
    }

    /// The values of one label of the metric that is looked at in depth.
    struct DeepLabel {
        var name: UInt32
        var values: [UInt32]
        var tallies: [Tally]
    }

    struct State: ~Copyable {
        var pairs: PairTable
        var labels: [UInt32: LabelTotals] = [:]
        /// Of each breakdown.
        var groups: [[GroupKey: GroupTotals]]
        var metrics: [MetricCount] = []
        var deepLabels: [DeepLabel] = []
        /// Of all metrics together.
        var found = FoundWhileReading()
        var margin = ActivityMargin()
        /// Of all metrics together; nil where none is wanted.
        var timeline: TimelineTally?
    }

    private let state: Mutex<State>
    private let metricInDepth: UInt32?

    private let nameSymbol: UInt32?
    private let grid: TimelineGrid?
    private let memory: MemoryReservation

    /// Bytes of a group of a breakdown, with its key, its row in the report and the slack of a dictionary.
    static let groupSize = 320
    /// Bytes of a value of the metric that is looked at in depth, and of its row in the report.
    private static let deepValueSize = 160

    /// Bytes of a label pair in the report, while it is sorted.
    private static let pairSize = 80
    /// Named where memory does not suffice.
    private let source: String

    init(_ context: CountingContext, source: String) {
        nameSymbol = context.nameSymbol
        grid = context.grid
        self.source = source
        memory = MemoryReservation(context.budget)
        state = Mutex(
            State(
                pairs: PairTable(symbols: context.symbols.count),
                groups: Array(repeating: [:], count: context.breakdowns.count)))
        metricInDepth = context.metricInDepth
    }

    /// Adds a counted metric, the label pairs of `columns`, and its shares of each breakdown's groups.
    func add(_ metric: MetricCount, columns: [DenseColumn], groups: [[GroupKey: Tally]]) throws(PartFailure) {
        try add(columns: columns, of: metric.name)
        let newGroups = state.withLock { state in
            groups.indices.reduce(0) { sum, index in sum + groups[index].keys.count { state.groups[index][$0] == nil } }
        }
        try require(newGroups * Self.groupSize, for: "counting so many groups")
        state.withLock { state in
            for label in metric.labels {
                var totals = state.labels[label.name] ?? LabelTotals()
                if label.values > 0 { totals.metrics += 1 }
                totals.tally += label.carried
                totals.merged += Int(metric.tally.series) - label.seriesWithout
                state.labels[label.name] = totals
            }
            for (index, groups) in groups.enumerated() {
                for (key, tally) in groups { state.groups[index][key, default: GroupTotals()].add(tally, metric.name) }
            }
            if let nameSymbol, metric.name != MetricExtent.noName {
                state.pairs.add(metric.tally, name: nameSymbol, value: metric.name)
            }
            state.found.addTimes(of: metric.found)
            state.margin.add(metric.margin)
            state.addTimeline(of: metric)
            state.metrics.append(metric)
            if let grid, Int(metric.tally.series) < grid.ownFrom {
                state.metrics[state.metrics.count - 1].timeline = nil
            }
        }
    }

    func add(columns: [DenseColumn], of metric: UInt32) throws(PartFailure) {
        if metric == metricInDepth {
            let values = columns.reduce(0) { $0 + $1.distinctValues }
            try require(values * Self.deepValueSize, for: "listing the values of one metric")
        }
        state.withLock { state in
            for column in columns {
                for number in 1..<max(column.values.count, 1) {
                    state.pairs.add(column.tallies[number], name: column.name, value: column.values[number])
                }
                if metric == metricInDepth {
                    state.deepLabels.append(
                        DeepLabel(
                            name: column.name, values: Array(column.values.dropFirst()),
                            tallies: Array(column.tallies.dropFirst())))
                }
            }
        }
    }

    /// Makes sure of the memory for a report of so many label pairs, all if nil.
    func requireRows(pairs limit: Int?) throws(PartFailure) {
        let pairs = state.withLock { $0.pairs.count }
        try require(min(limit ?? .max, pairs) * Self.pairSize, for: "listing \(pairs) label pairs")
    }

    private func require(_ bytes: Int, for purpose: String) throws(PartFailure) {
        do { try memory.require(bytes, for: purpose, file: source) } catch { throw .refused(error) }
    }

    /// Reads what was counted, when all threads are done.
    func read<Result: Sendable>(_ body: @Sendable (borrowing State) -> Result) -> Result {
        state.withLock { body($0) }
    }
}

extension SharedTables.State {
    fileprivate mutating func addTimeline(of metric: MetricCount) {
        guard let more = metric.timeline else { return }
        if timeline == nil { timeline = more } else { timeline?.add(more) }
    }
}
