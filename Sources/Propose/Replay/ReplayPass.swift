import Cardinality
import Glibc
import Relabel
import TSDB

/// One reading of all series through one list of rules.
final class ReplayPass {
    /// A series that is kept: what its labels become, and when it had samples.
    struct Kept: BitwiseCopyable {
        var digest: LabelSetDigest
        var first: Int64
        var last: Int64

        /// The first millisecond at which it has no sample any more that another's could fall on: one that begins with
        /// its last sample is its successor (see `Succession`), unless it has only that one.
        var end: Int64 { max(last, first &+ 1) }

        func lives(at time: Int64) -> Bool { first != SeriesBatch.noTime && first <= time && time < end }
    }

    private let relabelling: Relabelling
    private let ignoring: OutOfReach
    private let isCounting: Bool
    private var engine: SeriesRelabelling?
    private var strings: DistinctSeries.Strings?
    private var output = RelabelledRows(repeatsUnchanged: true)
    private var pairs: [UInt32] = []
    private var chunkPairs: [UInt32] = []
    private var chunkEnds: [Int] = []
    /// Processor time that relabelling took, reading and counting not included.
    private(set) var nanoseconds = 0

    private(set) var kept: [Kept] = []
    private let reservation: MemoryReservation
    private(set) var before = 0
    private(set) var outOfReach = 0
    private(set) var dropped = 0
    private(set) var changed = 0
    private(set) var nameless = 0
    private(set) var emptied = 0
    /// Label sets whose series are wanted, and what was found of them.
    var wanted: [LabelSetDigest: RelabelReplay.Merge] = [:]
    private static let seriesOfMerge = 3

    /// `isCounting` false leaves out what is only needed to find merges.
    init(_ relabelling: Relabelling, ignoring: OutOfReach, isCounting: Bool, budget: MemoryBudget) {
        reservation = MemoryReservation(budget)
        self.relabelling = relabelling
        self.ignoring = ignoring
        self.isCounting = isCounting
    }

    var tallies: [StepTally] { engine?.tallies ?? [] }
    var evaluations: Int { engine?.evaluations ?? 0 }

    /// Hands over the kept series, which can take much room.
    func takeKept() -> [Kept] {
        defer { kept = [] }
        return kept
    }

    /// Sorting takes half the room of what is sorted.
    private static let bytesOfKept = MemoryLayout<Kept>.stride * 3 / 2

    /// Makes room for the rows of a chunk, and says how much all of it takes.
    private func reserve(_ engineMemory: Int) throws(Diagnostic) {
        if isCounting, kept.count + Self.chunk > kept.capacity {
            let larger = max(kept.count + Self.chunk, kept.capacity * 3 / 2)
            // While it is moved, both are there.
            try reservation.hold(
                engineMemory + kept.capacity * MemoryLayout<Kept>.stride + larger * Self.bytesOfKept,
                for: "replaying rules")
            kept.reserveCapacity(larger)
        }
        try reservation.hold(engineMemory + kept.capacity * Self.bytesOfKept, for: "replaying rules")
    }

    func start(_ strings: DistinctSeries.Strings) throws(Diagnostic) {
        self.strings = strings
        engine = nil
        try reserve(SeriesRelabelling.memory(strings: strings.count, rules: relabelling.steps.count))
        engine = SeriesRelabelling(
            relabelling,
            SymbolSource(
                count: strings.count, withSymbol: { strings.with($0, $1) }, forEach: { strings.forEach($0) }))
        nanoseconds = 0
        kept.removeAll(keepingCapacity: true)
        (before, outOfReach, dropped, changed, nameless, emptied) = (0, 0, 0, 0, 0, 0)
        for digest in wanted.keys { wanted[digest]?.before = [] }
    }

    func add(_ rows: borrowing DistinctSeries.Rows) throws(Diagnostic) {
        if let metric = rows.metric, let strings, ignoring.contains(metric, strings) {
            outOfReach += rows.count
            return
        }
        before += rows.count
        guard var engine = engine.take() else { return }
        var start = 0
        while start < rows.count {
            let end = min(start + Self.chunk, rows.count)
            try reserve(engine.memory)
            chunkPairs.removeAll(keepingCapacity: true)
            chunkEnds.removeAll(keepingCapacity: true)
            for row in start..<end {
                rows.read(row, into: &pairs)
                chunkPairs += pairs
                chunkEnds.append(chunkPairs.count)
            }
            let before = Self.processorTime()
            var first = 0
            for last in chunkEnds {
                engine.add(chunkPairs.span.extracting(first..<last), into: &output)
                first = last
            }
            nanoseconds += Self.processorTime() - before
            take(rows, from: start, &engine)
            start = end
        }
        self.engine = consume engine
    }

    /// Rows that are relabelled at a time.
    private static let chunk = 1024

    private static func processorTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    private func take(_ rows: borrowing DistinctSeries.Rows, from start: Int, _ engine: inout SeriesRelabelling) {
        for index in 0..<output.count {
            if output.isDropped(index) {
                dropped += 1
                continue
            }
            guard isCounting else { continue }
            let pairs = output.pairs(of: index)
            if output.verdict(of: index) == .changed {
                changed += 1
                check(pairs)
            }
            let digest = LabelSetDigest(pairs)
            let (first, last) = rows.times(of: start + index)
            let series = Kept(digest: digest, first: first, last: last)
            kept.append(series)
            if !wanted.isEmpty { collect(series, rows, start + index, pairs, engine) }
        }
        output.removeAll()
    }

    private func check(_ pairs: UnsafeBufferPointer<UInt32>) {
        if pairs.isEmpty {
            emptied += 1
        } else if let name = strings?.metricName {
            var index = 0
            while index < pairs.count {
                if pairs[index] == name { return }
                index += 2
            }
            nameless += 1
        }
    }

    private func collect(
        _ series: Kept, _ rows: borrowing DistinctSeries.Rows, _ row: Int,
        _ after: UnsafeBufferPointer<UInt32>,
        _ engine: borrowing SeriesRelabelling
    ) {
        guard var merge = wanted[series.digest], merge.before.count < Self.seriesOfMerge else { return }
        if let meeting = merge.meeting, !series.lives(at: meeting.time) { return }
        rows.read(row, into: &pairs)
        merge.before.append(engine.labels(pairs).sorted { $0.name.lexicographicallyPrecedes($1.name) })
        if merge.after.isEmpty {
            merge.after = engine.labels(after).sorted { $0.name.lexicographicallyPrecedes($1.name) }
        }
        wanted[series.digest] = merge
    }
}
