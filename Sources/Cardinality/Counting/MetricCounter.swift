import TSDB

/// Counts metrics, one after the other. Each thread has its own.
struct MetricCounter: ~Copyable {
    let context: CountingContext
    private let stamps: Buffer<UInt64>
    private var epoch: UInt32 = 0
    private var leaveOneOut = LeaveOneOut()
    private var reader: MetricReader
    /// Of the matchers of all breakdowns, one after the other.
    private var matcherVerdicts: MatcherVerdicts
    /// Groups of breakdowns that memory is asked for at once.
    static let groupsAtOnce = 1024

    init(_ context: CountingContext) {
        self.context = context
        reader = MetricReader(context)
        matcherVerdicts = MatcherVerdicts(context.breakdowns.flatMap(\.matchers), context.symbols)
        stamps = Buffer(repeating: 0, count: context.symbols.count)
    }

    /// Bytes a counter takes before it counts anything.
    static func memory(_ context: CountingContext) -> Int {
        let matchers = context.breakdowns.flatMap(\.matchers) + (context.filter ?? [])
        return context.symbols.count * MemoryLayout<UInt64>.stride
            + MatcherVerdicts.memory(matchers, symbols: context.symbols.count)
    }

    /// Counts a metric with all its columns in memory at once; false when the budget has no room for that now.
    mutating func count(_ work: MetricWork, into tables: SharedTables) throws(PartFailure) -> Bool {
        let scratch = LeaveOneOut.memory(rows: work.series) + work.series
        guard context.budget.reserve(scratch) else { return false }
        defer { context.budget.release(scratch) }
        guard var table = try reader.table(of: work, .all) else { return false }
        if table.rows == 0, context.filter != nil { return true }
        var margin = ActivityMargin()
        let verdicts = verdicts(of: table, &margin)
        let whole = Self.sum(verdicts, rows: table.rows)
        var columns: [DenseColumn] = []
        for column in table.finishedColumns() { columns.append(dense(column, table, verdicts, whole)) }
        let results = leaveOneOut.results(columns, hashes: table.hashes, rows: table.rows)
        let labels = columns.indices.map { index in
            MetricCount.Label(
                name: columns[index].name, values: columns[index].distinctValues,
                seriesWithout: results[index].seriesWithout,
                determinedBy: results[index].determinedBy.map { columns[$0].name },
                carried: columns[index].carried)
        }
        let groups = try breakdowns(columns, rows: table.rows, verdicts, whole, name: work.name)
        var counted = count(of: work, table.found, margin, whole, labels)
        counted.timeline = timeline(of: table)
        counted.together = leaveOneOut.together(columns, results, hashes: table.hashes, rows: table.rows).map {
            together in
            (together.columns.map { columns[$0].name }, together.seriesWithout)
        }
        try tables.add(counted, columns: columns, groups: groups)
        return true
    }

    /// Counts a metric reading it once for each label, for when its columns do not fit together. Slower, and labels that
    /// determine others are not looked for; the counts are the same. Throws when even that does not fit.
    mutating func countByColumn(_ work: MetricWork, into tables: SharedTables) throws(PartFailure) {
        let scratch = LeaveOneOut.memory(rows: work.series) + work.series
        let needed =
            scratch + MetricTable.memory(rows: work.series, isDistinct: context.isDistinct(work)) + 4 * work.series
        guard context.budget.reserve(scratch) else { throw refusal(work, needed) }
        defer { context.budget.release(scratch) }
        guard var bare = try reader.table(of: work, .only(name: LabelHash.absent)) else { throw refusal(work, needed) }
        var margin = ActivityMargin()
        let verdicts = verdicts(of: bare, &margin)
        let whole = Self.sum(verdicts, rows: bare.rows)
        let names = bare.finishedColumns().map(\.name)
        let rows = bare.rows
        if rows == 0, context.filter != nil { return }
        let found = bare.found
        let timeline = timeline(of: bare)
        // The tables of single columns take its place.
        _ = consume bare
        var labels: [MetricCount.Label] = []
        let grouped = Set(context.breakdowns.flatMap(\.labels))
        for name in names {
            guard var table = try reader.table(of: work, .only(name: name)) else { throw refusal(work, needed) }
            guard let column = table.finishedColumns().first(where: { $0.name == name }) else { continue }
            let dense = dense(column, table, verdicts, whole)
            let result = leaveOneOut.results([dense], hashes: table.hashes, rows: table.rows)[0]
            labels.append(
                MetricCount.Label(
                    name: name, values: dense.distinctValues, seriesWithout: result.seriesWithout, determinedBy: [],
                    carried: dense.carried))
            try tables.add(columns: [dense], of: work.name)
        }
        guard grouped.isDisjoint(with: names) else {
            throw refusal(work, needed + 4 * work.series * grouped.count)
        }
        let groups = try breakdowns([], rows: rows, verdicts, whole, name: work.name)
        var counted = count(of: work, found, margin, whole, labels)
        counted.timeline = timeline
        try tables.add(counted, columns: [], groups: groups)
    }

    private func refusal(_ work: MetricWork, _ needed: Int) -> PartFailure {
        let used = context.budget.limit - context.budget.available
        return .refused(
            MemoryBudget.refusal(
                needed: used + needed, limit: context.budget.limit, for: "counting a metric of \(work.series) series",
                file: source))
    }

    /// Named where memory does not suffice.
    var source: String { context.symbols.parts.first?.summary.path ?? "" }

    private func count(
        of work: MetricWork, _ found: FoundWhileReading, _ margin: ActivityMargin, _ whole: Tally,
        _ labels: [MetricCount.Label]
    ) -> MetricCount {
        let (indexBytes, chunkBytes) = found.completing(work)
        return MetricCount(
            name: work.name, tally: whole, indexBytes: indexBytes, chunkBytes: chunkBytes, labels: labels,
            found: found, margin: margin)
    }

    private func verdicts(of table: borrowing MetricTable, _ margin: inout ActivityMargin) -> Buffer<UInt8> {
        let verdicts = Buffer<UInt8>(repeating: 0, count: table.rows)
        guard let clock = context.clock else { return verdicts }
        for row in 0..<table.rows {
            let first = table.firstTimes[row]
            let last = table.lastTimes[row]
            let verdict = clock.verdict(first: first, last: last)
            verdicts[row] = verdict
            margin.add(verdict, first: first, last: last)
        }
        return verdicts
    }

    private func timeline(of table: borrowing MetricTable) -> TimelineTally? {
        guard let grid = context.grid else { return nil }
        var tally = TimelineTally(steps: grid.count)
        for row in 0..<table.rows where table.firstTimes[row] != SeriesBatch.noTime {
            tally.add(first: table.firstTimes[row], last: table.lastTimes[row], on: grid)
        }
        return tally
    }

    private static func sum(_ verdicts: borrowing Buffer<UInt8>, rows: Int) -> Tally {
        var whole = Tally()
        for row in 0..<rows { whole += Tally.ofVerdict[Int(verdicts[row] & 7)] }
        return whole
    }

    private mutating func dense(
        _ column: Column, _ table: borrowing MetricTable, _ verdicts: borrowing Buffer<UInt8>, _ whole: Tally
    ) -> DenseColumn {
        epoch &+= 1
        return DenseColumn(
            column, rows: table.rows, verdicts: verdicts, whole: whole, stamps: stamps, epoch: epoch)
    }

    mutating func accepts(_ value: UInt32, _ matcher: Int) -> Bool { matcherVerdicts.accepts(value, matcher) }
}
